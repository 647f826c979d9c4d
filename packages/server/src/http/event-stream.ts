import { eventStreamMediaType } from '@shoal/wire';
import type { FastifyReply } from 'fastify';
import { within } from '../within.ts';
import { writeHead } from './head.ts';
import { drained } from './leaving.ts';

/** So often a stream shows that it is alive: proxies cut what is silent for long. */
const KEEP_ALIVE_MS = 15_000;
/** A client that has not taken the last event by then never will. */
const LAST_WORDS_MS = 5_000;

/** An answer of server-sent events (WHATWG HTML §9.2), whose data are JSON. */
export class EventStream {
  readonly #reply: FastifyReply;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(reply: FastifyReply) {
    this.#reply = reply;
  }

  /** The head is sent: it is too late for another status. */
  get isOpen(): boolean {
    return this.#keepAlive !== undefined;
  }

  open(): void {
    const { raw } = this.#reply;
    if (raw.destroyed) return;
    // Proxies such as nginx would otherwise keep events back to send more of them at once.
    const head = { 'Cache-Control': 'no-cache', 'X-Accel-Buffering': 'no' };
    writeHead(this.#reply, { 'Content-Type': eventStreamMediaType, ...head });
    this.#keepAlive = setInterval(() => this.#writeUnlessFull(': keep-alive\n\n'), KEEP_ALIVE_MS);
    raw.once('close', () => clearInterval(this.#keepAlive));
  }

  /**
   * Whether the client may be sent more.
   *
   * @param event its name; a `message` unless given
   */
  send(data: unknown, event?: string): boolean {
    const { raw } = this.#reply;
    return !raw.destroyed && raw.write(eventText(data, event));
  }

  /** Nothing to a client that reads too slowly. */
  sendUnlessFull(data: unknown, event?: string): void {
    this.#writeUnlessFull(eventText(data, event));
  }

  /** Resolves when the client can be sent more, or is gone. */
  async drained(): Promise<void> {
    if (this.#reply.raw.writableNeedDrain) await drained(this.#reply.raw);
  }

  async end(): Promise<void> {
    clearInterval(this.#keepAlive);
    await this.drained();
    this.#reply.raw.end();
  }

  /** Ends the connection without ending the answer, once the client has what was sent. */
  async breakOff(): Promise<void> {
    clearInterval(this.#keepAlive);
    await this.drained();
    const { raw } = this.#reply;
    await within(LAST_WORDS_MS, new Promise<void>((resolve) => raw.socket?.end(resolve)));
    raw.destroy();
  }

  #writeUnlessFull(text: string): void {
    const { raw } = this.#reply;
    if (!raw.destroyed && !raw.writableNeedDrain) raw.write(text);
  }
}

function eventText(data: unknown, event: string | undefined): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${name}data: ${JSON.stringify(data)}\n\n`;
}
