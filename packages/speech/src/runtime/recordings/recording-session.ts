import { SpeechError } from '../../error.ts';
import type { Dial, RecordingLink } from '../link.ts';
import { PIECE_BYTES, type RecordingReplyFrame } from './recording-frame.ts';
import type { RecordingLimits, RecordingTask, RecordingTasks } from './recording-task.ts';

/** Hosts that are lost while they have a job's recordings: after the second one, the recordings are to blame. */
const MOST_HOSTS_LOST = 2;
/** Hosts lost in all, most of them before they had heard of the job, after which there is no hope. */
const MOST_ATTEMPTS = 16;

export interface RecordingSessionOptions<Task extends RecordingTask> {
  dial: Dial<RecordingLink>;
  task: Task;
  options: RecordingTasks[Task]['options'];
  /** Files as they came. */
  recordings: readonly Uint8Array[];
  limits: RecordingLimits;
  signal: AbortSignal;
  /** Seconds decoded so far; begins anew when the host is lost. */
  onProgress?: ((seconds: number) => void) | undefined;
}

/**
 * Has one job over recordings done in a host, and once more in another when the first is lost on the way. Rejects with
 * a SpeechError: `bad_input` also for recordings that cost two hosts their lives. Aborting frees the host.
 */
export async function performInHost<Task extends RecordingTask>(
  session: RecordingSessionOptions<Task>,
): Promise<RecordingTasks[Task]['result']> {
  let hostsLost = 0;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const link = await session.dial(session.signal);
    const outcome = await performOver(link, session);
    if (outcome.kind === 'result') return outcome.result as RecordingTasks[Task]['result'];
    if (outcome.kind === 'failure') throw new SpeechError(outcome.code, outcome.message);
    if (outcome.begun) hostsLost += 1;
    if (hostsLost === MOST_HOSTS_LOST) {
      throw new SpeechError('bad_input', 'the recording could not be decoded');
    }
  }
  throw new SpeechError('engine_lost', 'the engine hosts keep dying');
}

type Outcome =
  | Extract<RecordingReplyFrame, { kind: 'result' | 'failure' }>
  /** `begun`: the host had asked for the recordings. */
  | { kind: 'lost'; begun: boolean };

/** One attempt. Rejects only with the signal's reason. */
function performOver<Task extends RecordingTask>(
  link: RecordingLink,
  { task, options, recordings, limits, signal, onProgress }: RecordingSessionOptions<Task>,
): Promise<Outcome> {
  const upload = new Upload(link, recordings);
  let cancel = () => {};
  const outcome = new Promise<Outcome>((resolve, reject) => {
    cancel = () => {
      link.close();
      reject(signal.reason);
    };
    link.listen({
      frame: (frame) => {
        if (frame.kind === 'credit') upload.grant(frame.bytes);
        else if (frame.kind === 'progress') onProgress?.(frame.seconds);
        else resolve(frame);
      },
      closed: () => resolve({ kind: 'lost', begun: upload.begun }),
    });
    link.send({ kind: 'recordings', task, options, limits, sizes: recordings.map(({ length }) => length) });
  });
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel);
  return outcome.finally(() => signal.removeEventListener('abort', cancel));
}

/** Sends recordings in pieces, never more than the host has asked for. */
class Upload {
  readonly #link: RecordingLink;
  /** What is still to be sent. */
  readonly #recordings: Uint8Array[];
  #credit = 0;
  /** There was a grant. */
  begun = false;

  constructor(link: RecordingLink, recordings: readonly Uint8Array[]) {
    this.#link = link;
    this.#recordings = recordings.filter(({ length }) => length > 0);
  }

  grant(credit: number): void {
    this.begun = true;
    this.#credit += credit;
    while (this.#credit > 0 && this.#recordings.length > 0) {
      const bytes = this.#take(Math.min(this.#credit, PIECE_BYTES));
      this.#credit -= bytes.length;
      this.#link.send({ kind: 'piece', bytes });
    }
  }

  /** Up to so many bytes of the first recording. */
  #take(most: number): Uint8Array {
    const [first = new Uint8Array(0)] = this.#recordings;
    const rest = first.subarray(most);
    if (rest.length > 0) this.#recordings[0] = rest;
    else this.#recordings.shift();
    return first.subarray(0, most);
  }
}
