import { SpeechError } from '../../error.ts';
import { type DesignedRecording, readDesignedRecording } from '../../voices/design/designed-recording.ts';
import type { Admission } from '../admission.ts';
import type { Dial, RecordingLink } from '../link.ts';
import { performInHost } from './recording-session.ts';
import type { RecordingLimits, RecordingTask, RecordingTasks } from './recording-task.ts';

type AnalysisTask = RecordingTasks['analyse'];
type AlignmentTask = RecordingTasks['align'];

/** Finds out what there is to know of a voice from recordings of it, wherever that is computed. */
export interface Analyst {
  /**
   * Takes the bytes of one or more recordings of one voice, in any common format. Rejects with a SpeechError:
   * `bad_input` for recordings that cannot be used, with a sentence that says why, `overloaded` when too many wait
   * already; or with the signal's reason.
   */
  analyse(
    recordings: readonly Uint8Array[],
    options: AnalysisTask['options'],
    signal: AbortSignal,
  ): Promise<AnalysisTask['result']>;
  /**
   * When each word of a text is said in a recording of it, with milliseconds from its start. Rejects as `analyse` does,
   * and with `bad_input` when the text cannot be what is said there.
   */
  align(
    recording: Uint8Array,
    options: AlignmentTask['options'],
    signal: AbortSignal,
  ): Promise<AlignmentTask['result']>;
}

export interface AnalystOptions {
  dial: Dial<RecordingLink>;
  /** Places: as many as there are hosts, for each works on one job at a time. */
  admission: Admission;
  limits?: Partial<AnalysisLimits>;
}

export interface AnalysisLimits extends RecordingLimits {
  /** Size of all recordings together. */
  maxBytes: number;
}

/** Of recordings that were computed: 16 bits have no more. */
const NO_NOISE_DB = 96;

/** Five minutes tell all about a voice, and 64 MiB hold more than five minutes of nearly anything. */
const defaultLimits: AnalysisLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxSeconds: 300,
  whenLonger: 'cut',
  timeoutMs: 60_000,
};

export function createAnalyst({ dial, admission, limits }: AnalystOptions): Analyst {
  const { maxBytes, ...recordingLimits } = { ...defaultLimits, ...limits };
  const perform = async <Task extends RecordingTask>(
    task: Task,
    taskOptions: RecordingTasks[Task]['options'],
    recordings: readonly Uint8Array[],
    signal: AbortSignal,
  ) => {
    if (recordings.reduce((sum, { length }) => sum + length, 0) > maxBytes) {
      throw new SpeechError('bad_input', `the recordings are larger than ${maxBytes / 2 ** 20} MiB`);
    }
    const leave = await admission.enter(signal);
    try {
      return await performInHost({
        ...{ dial, task, options: taskOptions, recordings, limits: recordingLimits, signal },
      });
    } finally {
      leave();
    }
  };
  return {
    async analyse(recordings, options, signal) {
      const [only] = recordings;
      if (!only) throw new SpeechError('bad_input', 'there is no recording');
      if (recordings.length === 1) {
        const designed = readDesignedRecording(only);
        if (designed) return heardBefore(designed);
      }
      return perform('analyse', options, recordings, signal);
    },
    align: (recording, options, signal) => perform('align', options, [recording], signal),
  };
}

/** Nobody need listen to a voice that was designed here: it would be less true. */
function heardBefore({ profile, seconds }: DesignedRecording): AnalysisTask['result'] {
  const report = { seconds, speechSeconds: seconds, clippedFraction: 0, signalToNoiseDb: NO_NOISE_DB };
  return { profile, reports: [report] };
}
