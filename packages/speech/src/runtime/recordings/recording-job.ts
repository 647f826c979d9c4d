import { SpeechError } from '../../error.ts';
import type { SpeechChunk } from '../../recognition/speech-chunks.ts';
import type { Link } from '../link.ts';
import { PIECE_BYTES, type RecordingReplyFrame, type RecordingRequestFrame } from './recording-frame.ts';
import type { RecordingTasks } from './recording-task.ts';
import type { Rooms } from './rooms.ts';
import { Spool } from './spool.ts';

type Opening = Extract<RecordingRequestFrame, { kind: 'recordings' }>;

/** Bytes under way at once: enough to keep a line between machines busy. */
const WINDOW_BYTES = 4 * PIECE_BYTES;
/** Nobody asks for as much; whoever announces it does not mean well. */
const MOST_BYTES = 512 * 1024 * 1024;

/** The host's end of one job over recordings: receives them, has them worked on, and answers. */
export class RecordingJob {
  readonly #link: Link<RecordingReplyFrame, RecordingRequestFrame>;
  readonly #rooms: Rooms;
  readonly #abort = new AbortController();
  #delivery: Delivery | undefined;
  #spool: Spool | undefined;

  constructor(link: Link<RecordingReplyFrame, RecordingRequestFrame>, rooms: Rooms) {
    this.#link = link;
    this.#rooms = rooms;
    link.listen({
      frame: (frame) => {
        if (frame.kind === 'recordings') void this.#run(frame);
        else if (frame.kind === 'piece') this.#delivery?.take(frame.bytes);
        else void this.#read(frame.chunk);
      },
      closed: () => this.#abort.abort(new SpeechError('cancelled', 'the job was cancelled')),
    });
  }

  async #run(opening: Opening): Promise<void> {
    try {
      if (opening.task === 'listen') await this.#listen(opening);
      else this.#link.send({ kind: 'result', result: await this.#perform(opening) });
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#link.close();
    }
  }

  /** Keeps the samples until nobody wants to read them any more. */
  async #listen(opening: Opening): Promise<void> {
    const { signal } = this.#abort;
    const closed = new Promise((resolve) => signal.addEventListener('abort', resolve));
    const spool = await Spool.open();
    try {
      const result = await this.#perform(opening, spool.descriptor);
      this.#spool = spool;
      this.#link.send({ kind: 'result', result });
      await closed;
    } finally {
      this.#spool = undefined;
      await spool.close();
    }
  }

  async #read(chunk: SpeechChunk): Promise<void> {
    try {
      const bytes = await this.#spool?.read(chunk);
      if (bytes) this.#link.send({ kind: 'samples', bytes });
    } catch (error) {
      this.#fail(error);
    }
  }

  async #perform({ task, options, limits, sizes }: Opening, spool?: number): Promise<unknown> {
    const room = task === 'recognize' ? this.#rooms.recognition : this.#rooms.analysis;
    const { signal } = this.#abort;
    const leave = await room.enter(signal);
    try {
      const order = {
        ...{ task, options: options as RecordingTasks[typeof task]['options'], limits },
        ...{ recordings: await this.#receive(sizes), spool },
      };
      const onProgress = (seconds: number) => this.#link.send({ kind: 'progress', seconds });
      return await room.perform(order, { signal, onProgress });
    } finally {
      leave();
    }
  }

  #fail(error: unknown): void {
    const { code, message } = SpeechError.isInstance(error)
      ? error
      : new SpeechError('engine_failed', 'the recordings could not be worked on');
    this.#link.send({ kind: 'failure', code, message });
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
