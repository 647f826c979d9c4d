import { SpeechError } from '../../error.ts';
import type { Link } from '../link.ts';
import type { ListeningRoom } from './listening-room.ts';
import { PIECE_BYTES, type RecordingReplyFrame, type RecordingRequestFrame } from './recording-frame.ts';
import type { RecordingTasks } from './recording-task.ts';

type Opening = Extract<RecordingRequestFrame, { kind: 'recordings' }>;

/** Bytes under way at once: enough to keep a line between machines busy. */
const WINDOW_BYTES = 4 * PIECE_BYTES;
/** Nobody asks for as much; whoever announces it does not mean well. */
const MOST_BYTES = 512 * 1024 * 1024;

/** The host's end of one job over recordings: receives them, has them worked on, and answers. */
export class RecordingJob {
  readonly #link: Link<RecordingReplyFrame, RecordingRequestFrame>;
  readonly #room: ListeningRoom;
  readonly #abort = new AbortController();
  #delivery: Delivery | undefined;

  constructor(link: Link<RecordingReplyFrame, RecordingRequestFrame>, room: ListeningRoom) {
    this.#link = link;
    this.#room = room;
    link.listen({
      frame: (frame) => {
        if (frame.kind === 'recordings') void this.#run(frame);
        else this.#delivery?.take(frame.bytes);
      },
      closed: () => this.#abort.abort(new SpeechError('cancelled', 'the job was cancelled')),
    });
  }

  async #run(opening: Opening): Promise<void> {
    let leave: (() => void) | undefined;
    try {
      leave = await this.#room.enter(this.#abort.signal);
      const result = await this.#perform(opening);
      this.#link.send({ kind: 'result', result });
    } catch (error) {
      const { code, message } = SpeechError.isInstance(error)
        ? error
        : new SpeechError('engine_failed', 'the recordings could not be worked on');
      this.#link.send({ kind: 'failure', code, message });
    } finally {
      leave?.();
      this.#link.close();
    }
  }

  async #perform({ task, options, limits, sizes }: Opening): Promise<unknown> {
    const recordings = await this.#receive(sizes);
    return this.#room.perform(
      { task, options: options as RecordingTasks[typeof task]['options'], limits, recordings },
      {
        signal: this.#abort.signal,
        onProgress: (seconds) => this.#link.send({ kind: 'progress', seconds }),
      },
    );
  }

  /** Only now are there bytes under way: a job that waits for room has its recordings at the gateway. */
  #receive(sizes: readonly number[]): Promise<Uint8Array<ArrayBuffer>[]> {
    const { signal } = this.#abort;
    signal.throwIfAborted();
    if (sizes.reduce((sum, size) => sum + size, 0) > MOST_BYTES) {
      throw new SpeechError('bad_input', 'the recordings are too large');
    }
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.#delivery = new Delivery(sizes, resolve, (bytes) => this.#link.send({ kind: 'credit', bytes }));
      this.#link.send({ kind: 'credit', bytes: WINDOW_BYTES });
    });
  }
}

/** Puts the pieces of recordings together. */
class Delivery {
  readonly #recordings: Uint8Array<ArrayBuffer>[];
  readonly #complete: (recordings: Uint8Array<ArrayBuffer>[]) => void;
  readonly #grant: (bytes: number) => void;
  #index = 0;
  #filled = 0;

  constructor(
    sizes: readonly number[],
    complete: (recordings: Uint8Array<ArrayBuffer>[]) => void,
    grant: (bytes: number) => void,
  ) {
    this.#recordings = sizes.map((size) => new Uint8Array(size));
    this.#complete = complete;
    this.#grant = grant;
    this.#skipFilled();
  }

  take(bytes: Uint8Array): void {
    this.#recordings[this.#index]?.set(bytes, this.#filled);
    this.#filled += bytes.length;
    this.#grant(bytes.length);
    this.#skipFilled();
  }

  #skipFilled(): void {
    for (
      let current = this.#recordings[this.#index];
      current && this.#filled >= current.length;
      current = this.#recordings[this.#index]
    ) {
      this.#index += 1;
      this.#filled = 0;
    }
    if (this.#index === this.#recordings.length) this.#complete(this.#recordings);
  }
}
