import { decode, encode } from '@msgpack/msgpack';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import type { ClosedWhy, Link, LinkListener } from '../link.ts';

/** First byte of a message. */
const kinds = { whole: 0, part: 1, accept: 2, end: 3, move: 4 } as const;
type Kind = (typeof kinds)[keyof typeof kinds];

/** Kind (u8) and number in the link (u32, big-endian). */
const HEADER_BYTES = 5;
/** A server takes messages of 1 MiB unless told otherwise; smaller ones let others pass. */
const PART_BYTES = 256 * 1024;
/** A frame above this is no frame. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/** What a worker says when it takes a job. */
export interface Acceptance {
  /** Which of the gateway's attempts it is about. */
  attempt: number;
  /** Id of the worker's end. */
  worker: string;
  /** Where the worker listens. */
  inbox: string;
}

/** Is told what the program itself did wrong, which is nothing against the line. */
export type OnMistake = (error: unknown) => void;

export interface NatsLinkOptions {
  /** Where this end listens. */
  inbox: string;
  /** A worker takes the job. Returns whether it is the one that is waited for. */
  onAcceptance?(acceptance: Acceptance): boolean;
  /** Nobody is there who could take it. */
  onNobody?(): void;
  /** Once, when the link is closed, whoever did. */
  onOver(): void;
  /** Whoever uses the link has thrown this while he was told something. The link is over then. */
  onMistake: OnMistake;
}

/**
 * One end of a link over two subjects. NATS delivers what one end publishes in order, or loses some of it when a
 * connection breaks: messages are numbered, and a link that misses one is over.
 */
export class NatsLink<Sent, Received> implements Link<Sent, Received> {
  readonly #connection: NatsConnection;
  readonly #options: NatsLinkOptions;
  readonly #subscription: Subscription;
  #outbox: string | undefined;
  #sent = 0;
  #received = 0;
  #parts: Uint8Array[] = [];
  #partBytes = 0;
  #listener: LinkListener<Received> | undefined;
  #open = true;
  /** Why it was closed, before anybody listened. */
  #missed: { why: ClosedWhy | undefined } | undefined;

  constructor(connection: NatsConnection, options: NatsLinkOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#subscription = connection.subscribe(options.inbox, {
      callback: (error, message) => {
        // What is thrown here would end the connection.
        try {
          if (error) this.lose();
          else this.#receive(message);
        } catch (mistake) {
          this.#fail(mistake);
        }
      },
    });
  }

  get inbox(): string {
    return this.#options.inbox;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Where the other end listens, which has to be known before anything is sent. */
  set outbox(subject: string) {
    this.#outbox = subject;
  }

  /** Takes a job, as its worker. */
  accept(acceptance: Acceptance): void {
    this.#publish(kinds.accept, encode(acceptance));
  }

  send(frame: Sent): void {
    if (!this.#open) return;
    const body = encode(frame, { ignoreUndefined: true });
    for (let start = 0; ; start += PART_BYTES) {
      const isLast = start + PART_BYTES >= body.length;
      this.#publish(isLast ? kinds.whole : kinds.part, body.subarray(start, start + PART_BYTES));
      if (isLast) return;
    }
  }

  listen(listener: LinkListener<Received>): void {
    this.#listener = listener;
    const missed = this.#missed;
    if (missed) queueMicrotask(() => listener.closed(missed.why));
  }

  close(): void {
    this.#leave(kinds.end);
  }

  /** Closes both ends, and has the other one go on elsewhere: nothing is wrong with the job. */
  move(): void {
    this.#leave(kinds.move);
  }

  /** The other end is out of reach, as it seems. If it is not, it should go on elsewhere, too. */
  lose(): void {
    if (this.#open) this.#publish(kinds.move);
    this.#closed('unreachable');
  }

  #leave(kind: Kind): void {
    if (!this.#open) return;
    this.#publish(kind);
    this.#over();
  }

  #publish(kind: Kind, body: Uint8Array = new Uint8Array(0)): void {
    if (!this.#outbox || this.#connection.isClosed()) return;
    const message = Buffer.allocUnsafe(HEADER_BYTES + body.length);
    message.writeUInt8(kind, 0);
    message.writeUInt32BE(this.#sent, 1);
    message.set(body, HEADER_BYTES);
    this.#sent += 1;
    this.#connection.publish(this.#outbox, message);
  }

  #receive(message: Msg): void {
    if (!this.#open) return;
    if (message.headers?.code === 503) {
      this.#options.onNobody?.();
      return;
    }
    const data = Buffer.from(message.data.buffer, message.data.byteOffset, message.data.byteLength);
    const kind = data[0];
    const body = data.subarray(HEADER_BYTES);
    // Several workers may come to accept the attempts at a job, each with numbers of its own.
    if (kind === kinds.accept) {
      this.#accepted(body);
      return;
    }
    const isNext = data.length >= HEADER_BYTES && data.readUInt32BE(1) === this.#received;
    this.#received += 1;
    if (!isNext) this.lose();
    else if (kind === kinds.end) this.#closed(undefined);
    else if (kind === kinds.move) this.#closed('unreachable');
    else this.#takePart(body, kind === kinds.whole);
  }

  #accepted(body: Uint8Array): void {
    const acceptance = this.#decode(body) as Acceptance | undefined;
    if (acceptance && this.#options.onAcceptance?.(acceptance)) this.#received = 1;
  }

  #takePart(part: Uint8Array, isLast: boolean): void {
    if (isLast && this.#partBytes === 0) {
      this.#takeFrame(part);
      return;
    }
    this.#parts.push(part);
    this.#partBytes += part.length;
    if (this.#partBytes > MAX_FRAME_BYTES) this.lose();
    if (!isLast || !this.#open) return;
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partBytes = 0;
    this.#takeFrame(whole);
  }

  #takeFrame(body: Uint8Array): void {
    const frame = this.#decode(body);
    if (frame !== undefined) this.#listener?.frame(frame as Received);
  }

  /** Undefined for what no other end of ours has sent: the link is lost. */
  #decode(body: Uint8Array): unknown {
    try {
      return decode(body);
    } catch {
      this.lose();
      return undefined;
    }
  }

  /** Nobody would do better elsewhere: for the other end it is as if this one had died of it. */
  #fail(mistake: unknown): void {
    this.#options.onMistake(mistake);
    if (this.#open) this.#publish(kinds.end);
    this.#closed(undefined);
  }

  #closed(why: ClosedWhy | undefined): void {
    if (!this.#open) return;
    this.#over();
    if (!this.#listener) {
      this.#missed = { why };
      return;
    }
    try {
      this.#listener.closed(why);
    } catch (mistake) {
      this.#options.onMistake(mistake);
    }
  }

  #over(): void {
    this.#open = false;
    this.#parts = [];
    this.#subscription.unsubscribe();
    this.#options.onOver();
  }
}
