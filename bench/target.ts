import { describeMp3 } from './mp3-stream.ts';

/** A server under load. */
export interface Target {
  /** `http://127.0.0.1:PORT` */
  url: string;
  key: string;
}

/** What every subject must answer, so that all do the same encoding work. */
const AUDIO_KIND = 'mono 44.1 kHz 64 kbit/s';

/** What every subject is asked for. */
export function speechRequest(text: string) {
  return {
    text,
    reference_id: 'espeak-en-us',
    format: 'mp3',
    mp3_bitrate: 64,
    sample_rate: 44_100,
    latency: 'balanced',
  };
}

/** @returns seconds of audio in an answer. Throws when it is not complete MP3 of the kind asked for. */
export function checkedSeconds(answer: Uint8Array): number {
  const { kind, seconds } = describeMp3(answer);
  if (kind !== AUDIO_KIND) throw new Error(`answers ${kind}, not ${AUDIO_KIND}`);
  return seconds;
}
