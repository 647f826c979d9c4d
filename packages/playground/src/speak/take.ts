import { speechSampleRate } from '../audio/loudspeaker.ts';
import type { Shape } from '../audio/peaks.ts';
import { wavFile, withSizes } from '../audio/wav.ts';
import type { Failure } from '../session/failure.ts';
import type { Speech } from './speech-settings.ts';
import type { TimedWord } from './words.ts';

/** Something that was spoken, or is being spoken. */
export interface Take {
  id: string;
  speech: Speech;
  /** The name of the voice. */
  voiceTitle: string;
  isLive: boolean;
  state: 'working' | 'done' | 'stopped' | 'failed';
  /** From the request to the first audio; of a live take, from the first words. */
  firstAudioMs?: number;
  /** From the request to the end of the audio; of a live take, to the end of the turn. */
  totalMs?: number;
  /** When they are heard, where the server told. */
  words: readonly TimedWord[];
  /** All of the audio, as it came. */
  bytes?: Uint8Array<ArrayBuffer>;
  /** All of the audio, as players take it: raw samples have become a WAV file. */
  file?: Blob;
  shape?: Shape;
  failure?: Failure;
}

const mediaTypes = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  pcm: 'application/octet-stream',
};

/** Audio as the server sent it → a file that players take. */
export function playableFile(bytes: Uint8Array<ArrayBuffer>, format: Speech['format']): Blob {
  if (format === 'pcm') return wavFile(bytes, speechSampleRate);
  if (format === 'wav') return withSizes(bytes);
  return new Blob([bytes], { type: mediaTypes[format] });
}

/** What somebody gets who downloads a take: exactly the format that was asked for. */
export function downloadOf(take: Take): { file: Blob; name: string } | undefined {
  const { bytes, file, speech, id } = take;
  if (!bytes || !file) return undefined;
  const { format } = speech;
  return {
    file: format === 'pcm' ? new Blob([bytes], { type: mediaTypes.pcm }) : file,
    name: `shoal-${id}.${format}`,
  };
}
