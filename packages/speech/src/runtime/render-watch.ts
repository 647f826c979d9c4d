/** What a host did for one utterance, in milliseconds. */
export interface UtteranceWork {
  /** From its turn to speak until all of it was sent, waiting for the listener and for others included. */
  totalMs: number;
  /** From its turn to speak until the engine's first samples; absent when there were none. */
  firstSamplesMs?: number | undefined;
  /** What the engine took. */
  synthesisMs: number;
  /** What resampling, gain, limiting and encoding took. */
  encodingMs: number;
  /** Length of the audio that the listener got, its pause included. */
  audioMs: number;
}

/** Is told what a render goes through, once for each event and never for each piece of audio. */
export interface RenderWatch {
  /** It had no place or no host, and waited for them. */
  waited(waitedMs: number): void;
  /** A host was lost, and another one goes on. */
  failedOver(): void;
  /** An utterance is complete audio. */
  said(work: UtteranceWork): void;
  /** It is over. */
  ended(audioBytes: number): void;
}
