import type { AlignedLanguage } from '../../alignment/aligner.ts';
import type { ListeningResult } from '../../recognition/listen.ts';
import type { HeardWord } from '../../transcript.ts';
import type { WordTiming } from '../../utterance.ts';
import type { AnalysisOptions } from '../../voices/analysis/analyse-voice.ts';
import type { RecordingReport } from '../../voices/analysis/recording-report.ts';
import type { VoiceProfile } from '../../voices/profile.ts';

/**
 * What can be done with recordings: what it takes besides them, and what comes of it. Both are data, for they cross
 * threads, processes and machines.
 */
export interface RecordingTasks {
  /** How long they are, in seconds. */
  lengths: { options: Record<never, never>; result: number[] };
  /** What voice speaks in them. */
  analyse: { options: AnalysisOptions; result: { profile: VoiceProfile; reports: RecordingReport[] } };
  /** When each word of a text is said in one of it. */
  align: { options: { text: string; language: AlignedLanguage }; result: WordTiming[] };
  /** Where somebody speaks in one of any length, whose samples the host keeps for whoever wants to read them. */
  listen: { options: Record<never, never>; result: ListeningResult };
  /** The words of a chunk of speech: not a file, but samples as `listen` keeps them. */
  recognize: { options: { recognizer: string }; result: HeardWord[] };
}
export type RecordingTask = keyof RecordingTasks;

/** How much of it anyone may ask for. */
export interface RecordingLimits {
  /** Length of all recordings together, in seconds. */
  maxSeconds: number;
  /** What to do with what is longer: leave out what comes after, or refuse the job. */
  whenLonger: 'cut' | 'refuse';
  /** Time to decode and to do the task, not counting the wait for a free thread. */
  timeoutMs: number;
}

/** A job, complete: what a thread works on. */
export interface RecordingOrder<Task extends RecordingTask = RecordingTask> {
  task: Task;
  options: RecordingTasks[Task]['options'];
  limits: RecordingLimits;
  /** Files as they came. */
  recordings: Uint8Array<ArrayBuffer>[];
  /** Where `listen` puts the samples: descriptor of an empty file. */
  spool?: number | undefined;
}
