import type { TranscribeOptions } from '@shoal/speech';
import {
  type AsrProgress,
  type AsrResponse,
  type AsrSegment,
  eventStreamMediaType,
  problemBody,
} from '@shoal/wire';
import type { FastifyReply } from 'fastify';
import type { Problem } from '../speaking/problem.ts';
import { drained } from './leaving.ts';
import { toMilliseconds, wireSegment } from './wire-transcript.ts';

/** So often a stream shows that it is alive: proxies cut what is silent for long. */
const KEEP_ALIVE_MS = 15_000;

/** What is sent, by the name of its event. */
interface EventData {
  progress: AsrProgress;
  segment: AsrSegment;
  result: AsrResponse;
  error: ReturnType<typeof problemBody>;
}

type Progress = Parameters<NonNullable<TranscribeOptions['onProgress']>>[0];

/** An answer of server-sent events (WHATWG HTML §9.2), while a recording is written down. */
export class TranscriptEvents {
  readonly #reply: FastifyReply;
  #keepAlive: NodeJS.Timeout | undefined;
  #seconds = 0;

  constructor(reply: FastifyReply) {
    this.#reply = reply;
  }

  /** The head is sent: it is too late for another status. */
  get isOpen(): boolean {
    return this.#keepAlive !== undefined;
  }

  /** How much of the recording the client has been told. */
  get seconds(): number {
    return this.#seconds;
  }

  open(duration: number): void {
    const { raw } = this.#reply;
    if (raw.destroyed) return;
    this.#reply.hijack();
    // Proxies such as nginx would otherwise keep events back to send more of them at once.
    const head = { 'Cache-Control': 'no-cache', 'X-Accel-Buffering': 'no' };
    raw.writeHead(200, { 'Content-Type': eventStreamMediaType, ...head });
    this.#keepAlive = setInterval(() => this.#writeUnlessFull(': keep-alive\n\n'), KEEP_ALIVE_MS);
    raw.once('close', () => clearInterval(this.#keepAlive));
    this.#send('progress', { seconds: 0, duration });
  }

  /** Segments always reach the client; how far it is does not matter to one who reads too slowly. */
  progress({ seconds, durationSeconds, segments }: Progress): void {
    for (const segment of segments) this.#send('segment', wireSegment(segment));
    this.#seconds = toMilliseconds(seconds);
    const progress = { seconds: this.#seconds, duration: toMilliseconds(durationSeconds) };
    this.#writeUnlessFull(eventText('progress', progress));
  }

  end(result: AsrResponse): Promise<void> {
    return this.#close('result', result);
  }

  fail({ status, message }: Problem): Promise<void> {
    return this.#close('error', problemBody(status, message));
  }

  async #close<Name extends keyof EventData>(name: Name, data: EventData[Name]): Promise<void> {
    clearInterval(this.#keepAlive);
    if (!this.#send(name, data)) await drained(this.#reply.raw);
    this.#reply.raw.end();
  }

  /** Whether the client may be sent more. */
  #send<Name extends keyof EventData>(name: Name, data: EventData[Name]): boolean {
    const { raw } = this.#reply;
    return !raw.destroyed && raw.write(eventText(name, data));
  }

  #writeUnlessFull(text: string): void {
    const { raw } = this.#reply;
    if (!raw.destroyed && !raw.writableNeedDrain) raw.write(text);
  }
}

function eventText<Name extends keyof EventData>(name: Name, data: EventData[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
