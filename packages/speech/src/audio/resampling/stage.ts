/** One step of a sample rate conversion. Stateful: a stage belongs to one stream. */
export interface ResamplingStage {
  /** How many input samples after the newest output are needed to compute it. */
  readonly lookAhead: number;
  /** Outputs whose whole filter span has arrived; a fresh array, the caller's to keep. */
  process(samples: Float32Array): Float32Array;
}
