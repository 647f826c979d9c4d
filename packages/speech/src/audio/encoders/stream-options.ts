import type { EncoderCheckpoint } from '../encoder.ts';

/** What an encoder is told about its stream besides the format. */
export interface StreamOptions {
  /** Hz at which the voice was made. Ogg records it; nothing else depends on it. */
  voiceRate: number;
  /** Identifies the logical stream, 32 bits unsigned. */
  serial: number;
  /**
   * Carries on a stream that another encoder began, whose samples from `resume.samples` on follow. Headers
   * are part of a stream's first bytes, so they are written by whoever emits those: a stream resumed where
   * nothing had been emitted begins like any other.
   */
  resume?: EncoderCheckpoint | undefined;
}
