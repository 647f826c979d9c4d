/** A node of an audio graph, to play into: an `AudioNode` of a browser. */
export interface AudioOutput {
  readonly context: object;
  readonly numberOfInputs: number;
}
