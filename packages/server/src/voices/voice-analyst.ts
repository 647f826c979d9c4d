/** What recordings of a voice tell. */
export interface VoiceAnalysis {
  /** What was measured, independent of engines: anything that JSON has. */
  profile: unknown;
  /** One for each recording, in the same order. */
  recordings: { seconds: number }[];
}

export interface AnalysisOptions {
  /** Remove noise first. */
  enhance: boolean;
  signal: AbortSignal;
}

/** Listens to recordings, which may hold anything. */
export interface VoiceAnalyst {
  /**
   * @throws SpeechError `bad_input` with a sentence that names the recording that is of no use, `overloaded` when there
   *   is nobody to listen now; rejects with the signal's reason once it aborts
   */
  analyse(recordings: Uint8Array[], options: AnalysisOptions): Promise<VoiceAnalysis>;
}

/** Who is to be heard: a built-in voice by its id, or what was measured of somebody. */
export type HeardVoice = { builtIn: string } | { profile: unknown };

/** A text as a voice says it. */
export interface SpokenSample {
  /** An audio file. */
  audio: Uint8Array;
  seconds: number;
}

/** Lets voices say something. */
export interface SampleSpeaker {
  /**
   * @throws Problem 404 when there is no such built-in voice here, SpeechError when there is nobody to speak now;
   *   rejects with the signal's reason once it aborts
   */
  speak(text: string, voice: HeardVoice, signal?: AbortSignal): Promise<SpokenSample>;
}
