/** A stretch of decoded audio, not yet checked: samples by channel, all channels of one length. */
export interface DecodedPiece {
  /** Hz, as the file says. */
  sampleRate: number;
  /** Nominally in [-1, 1]; a hostile file may hold anything, NaN included. */
  channels: Float32Array[];
}
