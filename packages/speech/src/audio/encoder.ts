import { z } from 'zod';

/**
 * How far an encoder has come in its stream: enough for another encoder, in another process, to carry on
 * so that the bytes of both make one stream.
 */
export const EncoderCheckpoint = z.object({
  /** Samples (at the output rate) that the emitted bytes decode to, priming excluded. */
  samples: z.number().int().nonnegative(),
  /** Container pages emitted (Ogg), 0 elsewhere. */
  pages: z.number().int().nonnegative(),
  /** Identifies the logical stream (Ogg serial), the same for every encoder that carries it on. */
  serial: z.number().int().nonnegative(),
});
export type EncoderCheckpoint = z.infer<typeof EncoderCheckpoint>;

/** A streaming encoder of one mono stream. Bytes are whole packets or frames, owned by the caller. */
export interface Encoder {
  /** Hz that `encode` expects; may differ from the rate heard when the codec resamples by itself. */
  readonly inputRate: number;
  /** Takes samples in [-1, 1]; gives what is ready, perhaps nothing. Never keeps or changes `samples`. */
  encode(samples: Float32Array): Uint8Array;
  /** Everything held back, and the end of the container. The encoder is then used up. */
  end(): Uint8Array;
  readonly checkpoint: EncoderCheckpoint;
  /** Frees native memory; safe at any time and twice. */
  close(): void;
}
