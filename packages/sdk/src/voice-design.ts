import type { RequestOptions } from './options.ts';
import { bytesIn } from './timed-speech.ts';
import type { Transport } from './transport.ts';
import { toWireNames } from './wire-names.ts';

/** A voice to make up. */
export interface DesignVoiceParams {
  /** What it is like: age, sex, pitch, pace, timbre, accent. */
  instruction: string;
  /** What the candidates say, at most 150 characters; a sentence of the language unless given. */
  referenceText?: string | undefined;
  /** Language that the voice is for, such as `en`; that of the text unless given. */
  language?: string | undefined;
  /** How many candidates, 1 to 4; 2 unless given. */
  n?: number | undefined;
  /** How fast the candidates speak: 1 unless given. */
  speed?: number | undefined;
  /** How closely to follow the instruction; 2 unless given. */
  guidanceScale?: number | undefined;
  /** How closely to follow it in its details, where a server tells these apart. */
  instructGuidanceScale?: number | undefined;
  /** Steps of a server that works in steps. */
  numStep?: number | undefined;
  /** The same candidates for the same seed and request. */
  seed?: number | undefined;
}

/** A voice that fits the instruction. */
export interface VoiceCandidate {
  /** The same for the same voice. */
  id: string;
  /** A WAV file in which it speaks: to be heard, and to be kept by `voices.create`. */
  audio: Uint8Array;
  /** Of the audio, in Hz. */
  sampleRate: number;
  /** Length of the audio, in seconds. */
  duration: number;
  /** What it says. */
  text: string | null;
  /** Language that it speaks. */
  language: string | null;
}

/** As the server tells it. */
interface Told extends Omit<VoiceCandidate, 'audio' | 'duration'> {
  audioBase64: string;
  durationMs: number;
}

/** The price of a design is that of the request, so it is not repeated. */
const call = {
  method: 'POST',
  path: '/v1/voice-design',
  headers: { model: 'voice-design-1' },
  once: true,
} as const;

/** Has voices made up. */
export async function designVoices(
  transport: Transport,
  params: DesignVoiceParams,
  options?: RequestOptions,
): Promise<VoiceCandidate[]> {
  const body = toWireNames(params);
  const { candidates } = await transport.json<{ candidates: Told[] }>({ ...call, body }, options);
  return candidates.map(({ id, audioBase64, sampleRate, durationMs, text, language }) => {
    return { id, audio: bytesIn(audioBase64), sampleRate, duration: durationMs / 1_000, text, language };
  });
}
