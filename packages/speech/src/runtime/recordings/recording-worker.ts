import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { decodeRecording } from '../../audio/decode/index.ts';
import { SpeechError, type SpeechErrorCode } from '../../error.ts';
import type { Recording } from '../../recording.ts';
import type { RecordingOrder, RecordingTask, RecordingTasks } from './recording-task.ts';

/** To the thread: a job, one at a time, or that the one at work is not wanted any more. */
export type WorkerRequest = { kind: 'order'; order: RecordingOrder } | { kind: 'cancel' };

/** From the thread. After `ready`, each order ends in a result, a failure or, once cancelled, `cancelled`. */
export type WorkerReply =
  | { kind: 'ready' }
  | { kind: 'progress'; seconds: number }
  | { kind: 'result'; result: unknown }
  | { kind: 'failure'; code: SpeechErrorCode; message: string }
  | { kind: 'cancelled' };

/** Loads what a task takes with its first job. */
const tasks: {
  [Task in RecordingTask]: (
    recordings: readonly Recording[],
    options: RecordingTasks[Task]['options'],
  ) => Promise<RecordingTasks[Task]['result']>;
} = {
  lengths: async (recordings) => recordings.map(({ samples, sampleRate }) => samples.length / sampleRate),
  analyse: async (recordings, options) => {
    const { analyseVoice } = await import('../../voices/analysis/analyse-voice.ts');
    return analyseVoice(recordings, options);
  },
};

/** Less than this of a recording tells nothing. */
const SHORTEST_SECONDS = 1;
/** On Linux a thread has a priority of its own: whoever waits for sound goes first. */
const NICE = 5;
if (process.platform === 'linux') setPriority(NICE);

/** Minutes of samples are garbage after a job, of which nobody would dispose until the next. */
const IDLE_MS = 1_000;
let tidying: NodeJS.Timeout | undefined;

let cancelling = new AbortController();

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.kind === 'cancel') cancelling.abort();
  else void work(request.order);
});
reply({ kind: 'ready' });

async function work(order: RecordingOrder): Promise<void> {
  clearTimeout(tidying);
  reply(await perform(order));
  tidying = setTimeout(() => globalThis.gc?.(), IDLE_MS);
}

async function perform({ task, options, limits, recordings }: RecordingOrder): Promise<WorkerReply> {
  cancelling = new AbortController();
  try {
    const decoded = await decodeAll(recordings, limits, cancelling.signal);
    cancelling.signal.throwIfAborted();
    return { kind: 'result', result: await tasks[task](decoded, options) };
  } catch (error) {
    if (cancelling.signal.aborted) return { kind: 'cancelled' };
    const failure = SpeechError.isInstance(error)
      ? error
      : new SpeechError('engine_failed', 'the recordings could not be worked on', { cause: error });
    return { kind: 'failure', code: failure.code, message: failure.message };
  }
}

/** Decodes until the recordings together are about as long as they may be. */
async function decodeAll(
  files: readonly Uint8Array[],
  { maxSeconds, whenLonger }: RecordingOrder['limits'],
  signal: AbortSignal,
): Promise<Recording[]> {
  const recordings: Recording[] = [];
  let total = 0;
  for (const [index, file] of files.entries()) {
    const before = total;
    const recording = await decodeRecording(file, {
      maxSeconds: maxSeconds - before,
      whenLonger,
      signal,
      onProgress: (seconds) => reply({ kind: 'progress', seconds: before + seconds }),
    }).catch((error) => {
      throw files.length > 1 ? about(index, error) : error;
    });
    recordings.push(recording);
    total += recording.samples.length / recording.sampleRate;
    reply({ kind: 'progress', seconds: total });
    if (whenLonger === 'cut' && maxSeconds - total < SHORTEST_SECONDS) break;
  }
  return recordings;
}

/** Says which of several recordings an error is about. */
function about(index: number, error: unknown): unknown {
  if (!SpeechError.isInstance(error)) return error;
  return new SpeechError(error.code, `recording ${index + 1}: ${error.message}`, { cause: error });
}

function reply(message: WorkerReply): void {
  parentPort?.postMessage(message);
}
