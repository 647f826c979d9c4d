import type { EncoderCheckpoint } from '../audio/encoder.ts';
import type { AudioFormat } from '../audio-format.ts';
import type { SpeechErrorCode } from '../error.ts';
import type { Utterance, WordTiming } from '../utterance.ts';
import type { UtteranceWork } from './render-watch.ts';

/** How one audio stream is to sound, whatever is said in it. */
export interface RenderOptions {
  format: AudioFormat;
  /** Gain before the limiter, −20 to 20 dB. */
  volumeDb: number;
  /** Bring every voice to the same loudness. */
  normalizeLoudness: boolean;
  /** Tell when each word is heard. */
  wordTimes?: boolean | undefined;
}

/** Frames of one render, gateway to host. Closing the link cancels the render. */
export type RequestFrame =
  | {
      kind: 'open';
      options: RenderOptions;
      /** Identifies the stream in containers that number theirs (Ogg). */
      serial: number;
      /** Where another host left off; absent for a stream's first host. */
      resume?: EncoderCheckpoint | undefined;
      /** Bytes of audio that may be sent before more credit arrives. */
      credit: number;
    }
  /** `skip`: samples (output rate) of this utterance that the listener has already. */
  | { kind: 'say'; seq: number; utterance: Utterance; skip: number }
  | { kind: 'credit'; bytes: number }
  | { kind: 'end' };

/** Frames of one render, host to gateway. */
export type ReplyFrame =
  | { kind: 'audio'; bytes: Uint8Array; checkpoint: EncoderCheckpoint }
  | { kind: 'words'; seq: number; words: WordTiming[] }
  /** The utterance is complete; `position` is where its pause ends in the stream, in samples (output rate). */
  | { kind: 'said'; seq: number; position: number; work?: UtteranceWork | undefined }
  | { kind: 'done' }
  | { kind: 'failure'; code: SpeechErrorCode; message: string; seq?: number | undefined };
