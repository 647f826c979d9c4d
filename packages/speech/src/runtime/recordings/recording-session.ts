import { SpeechError } from '../../error.ts';
import type { ListeningResult } from '../../recognition/listen.ts';
import type { SpeechChunk } from '../../recognition/speech-chunks.ts';
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
  const attempts = new Attempts(session);
  const { result, exchange } = await attempts.next();
  exchange.close();
  return result;
}

/**
 * Has a recording decoded by a host that keeps the samples, and reads them from there. When that host is lost the same
 * is done in another one. Rejects as `performInHost` does.
 */
export class HostedRecording {
  readonly #attempts: Attempts<'listen'>;
  #exchange: Exchange;
  readonly result: ListeningResult;

  private constructor(attempts: Attempts<'listen'>, { exchange, result }: Success<'listen'>) {
    this.#attempts = attempts;
    this.#exchange = exchange;
    this.result = result;
  }

  static async open(
    recording: Uint8Array,
    options: Omit<RecordingSessionOptions<'listen'>, 'task' | 'options' | 'recordings'>,
  ): Promise<HostedRecording> {
    const attempts = new Attempts({ ...options, task: 'listen', options: {}, recordings: [recording] });
    return new HostedRecording(attempts, await attempts.next());
  }

  /** One at a time. */
  async read(chunk: SpeechChunk): Promise<Uint8Array> {
    for (;;) {
      const bytes = await this.#exchange.read(chunk);
      if (bytes) return bytes;
      this.#exchange = (await this.#attempts.next()).exchange;
    }
  }

  /** Frees what the host keeps. */
  close(): void {
    this.#exchange.close();
  }
}

interface Success<Task extends RecordingTask> {
  result: RecordingTasks[Task]['result'];
  /** Still open, for a host that keeps something. */
  exchange: Exchange;
}

/** Tries one host after another, within reason. */
class Attempts<Task extends RecordingTask> {
  readonly #session: RecordingSessionOptions<Task>;
  #count = 0;
  #hostsLost = 0;

  constructor(session: RecordingSessionOptions<Task>) {
    this.#session = session;
  }

  async next(): Promise<Success<Task>> {
    while (this.#count < MOST_ATTEMPTS) {
      this.#count += 1;
      const exchange = new Exchange(await this.#session.dial(this.#session.signal), this.#session);
      const outcome = await exchange.outcome;
      if (outcome.kind === 'result') {
        return { result: outcome.result as RecordingTasks[Task]['result'], exchange };
      }
      if (outcome.kind === 'failure') throw new SpeechError(outcome.code, outcome.message);
      if (outcome.begun) this.#hostsLost += 1;
      if (this.#hostsLost === MOST_HOSTS_LOST) {
        throw new SpeechError('bad_input', 'the recording could not be worked on');
      }
    }
    throw new SpeechError('engine_lost', 'the engine hosts keep dying');
  }
}

type Failure = Extract<RecordingReplyFrame, { kind: 'failure' }>;

type Outcome =
  | Extract<RecordingReplyFrame, { kind: 'result' }>
  | Failure
  /** `begun`: the host had asked for the recordings, and may have died of them. */
  | { kind: 'lost'; begun: boolean };

/** One attempt, over one link. Aborting closes it. */
class Exchange {
  readonly #link: RecordingLink;
  readonly #signal: AbortSignal;
  /** Rejects with the signal's reason, or with what the program itself does wrong. */
  readonly outcome: Promise<Outcome>;
  #isOpen = true;
  #cancel = () => {};
  #settleRead: ((answer: Uint8Array | Failure | undefined) => void) | undefined;

  constructor(
    link: RecordingLink,
    { task, options, recordings, limits, signal, onProgress }: RecordingSessionOptions<RecordingTask>,
  ) {
    this.#link = link;
    this.#signal = signal;
    const upload = new Upload(link, recordings);
    this.outcome = new Promise<Outcome>((resolve, reject) => {
      const receive = (frame: RecordingReplyFrame) => {
        if (frame.kind === 'credit') upload.grant(frame.bytes);
        else if (frame.kind === 'progress') onProgress?.(frame.seconds);
        else if (frame.kind === 'samples') this.#settleRead?.(frame.bytes);
        else {
          if (frame.kind === 'failure') this.#settleRead?.(frame);
          resolve(frame);
        }
      };
      link.listen({
        frame: (frame) => {
          try {
            receive(frame);
          } catch (mistake) {
            reject(mistake);
            this.close();
          }
        },
        closed: (why) => {
          this.#end();
          resolve({ kind: 'lost', begun: upload.begun && why !== 'unreachable' });
        },
      });
      this.#cancel = () => {
        reject(signal.reason);
        this.close();
      };
    });
    // Nobody waits for what was kept, when its signal aborts.
    this.outcome.catch(() => {});
    signal.addEventListener('abort', this.#cancel);
    link.send({ kind: 'recordings', task, options, limits, sizes: recordings.map(({ length }) => length) });
    if (signal.aborted) this.#cancel();
  }

  /** Samples that the host keeps; undefined when it is lost. */
  async read(chunk: SpeechChunk): Promise<Uint8Array | undefined> {
    this.#signal.throwIfAborted();
    if (!this.#isOpen) return undefined;
    const answer = await new Promise<Uint8Array | Failure | undefined>((resolve) => {
      this.#settleRead = resolve;
      this.#link.send({ kind: 'read', chunk });
    });
    this.#signal.throwIfAborted();
    if (answer === undefined || answer instanceof Uint8Array) return answer;
    throw new SpeechError(answer.code, answer.message);
  }

  close(): void {
    this.#link.close();
    this.#end();
  }

  #end(): void {
    this.#isOpen = false;
    this.#settleRead?.(undefined);
    this.#signal.removeEventListener('abort', this.#cancel);
  }
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
