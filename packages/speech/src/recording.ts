/** Someone speaking, as analyses and recognisers take it: mono samples in [-1, 1] at a rate in Hz. */
export interface Recording {
  samples: Float32Array;
  sampleRate: number;
}
