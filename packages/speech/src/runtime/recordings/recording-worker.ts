import { constants, getPriority, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { SpeechError, type SpeechErrorCode } from '../../error.ts';
import { perform } from './perform.ts';
import type { RecordingOrder } from './recording-task.ts';

/** To the thread: a job, one at a time, or that the one at work is not wanted any more. */
export type WorkerRequest = { kind: 'order'; order: RecordingOrder } | { kind: 'cancel' };

/** From the thread. After `ready`, each order ends in a result, a failure or, once cancelled, `cancelled`. */
export type WorkerReply =
  | { kind: 'ready' }
  | { kind: 'progress'; seconds: number }
  | { kind: 'result'; result: unknown }
  | { kind: 'failure'; code: SpeechErrorCode; message: string }
  | { kind: 'cancelled' };

/** On Linux a thread has a priority of its own: whoever waits for sound goes first. */
const NICER_BY = 5;
if (process.platform === 'linux')
  setPriority(Math.min(constants.priority.PRIORITY_LOW, getPriority() + NICER_BY));

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
  cancelling = new AbortController();
  reply(await outcomeOf(order, cancelling.signal));
  tidying = setTimeout(() => globalThis.gc?.(), IDLE_MS);
}

async function outcomeOf(order: RecordingOrder, signal: AbortSignal): Promise<WorkerReply> {
  try {
    const onProgress = (seconds: number) => reply({ kind: 'progress', seconds });
    return { kind: 'result', result: await perform(order, { signal, onProgress }) };
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled' };
    const failure = SpeechError.isInstance(error)
      ? error
      : new SpeechError('engine_failed', 'the recordings could not be worked on', { cause: error });
    return { kind: 'failure', code: failure.code, message: failure.message };
  }
}

function reply(message: WorkerReply): void {
  parentPort?.postMessage(message);
}
