/** What recordings of a voice tell. */
export interface VoiceAnalysis {
  /** What was measured, independent of engines: anything that JSON has. */
  profile: unknown;
  /** One for each recording, in the same order. */
  recordings: { seconds: number }[];
  /** BCP 47 tag of what is spoken, where it can be told. */
  language?: string;
}

export interface AnalysisOptions {
  /** Remove noise first. */
  enhance: boolean;
  signal: AbortSignal;
}

/** Listens to recordings, which may hold anything. */
export interface VoiceAnalyst {
  /**
   * @throws RecordingError when a recording is of no use, Problem when there is nobody to listen now; rejects with the
   *   signal's reason once it aborts
   */
  analyse(recordings: Uint8Array[], options: AnalysisOptions): Promise<VoiceAnalysis>;
}

/** A sentence as a voice says it. */
export interface SpokenSample {
  text: string;
  /** An audio file. */
  audio: Uint8Array;
  seconds: number;
}

/** Lets a voice that is just being made say something. */
export interface SampleSpeaker {
  /** @throws Problem when there is nobody to speak now; rejects with the signal's reason once it aborts */
  speakSample(analysis: VoiceAnalysis, signal: AbortSignal): Promise<SpokenSample>;
}

/** A recording that no voice can be made of. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  /** Which one, from 0 on. */
  readonly index: number;

  /** @param message for people, such as `The recording is too short` */
  constructor(index: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.index = index;
  }
}
