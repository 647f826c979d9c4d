import type { TranscribeOptions } from '@shoal/speech';
import { type AsrProgress, type AsrResponse, type AsrSegment, problemBody } from '@shoal/wire';
import type { FastifyReply } from 'fastify';
import type { Problem } from '../speaking/problem.ts';
import { EventStream } from './event-stream.ts';
import { toMilliseconds, wireSegment } from './wire-transcript.ts';

/** What is sent, by the name of its event. */
interface EventData {
  progress: AsrProgress;
  segment: AsrSegment;
  result: AsrResponse;
  error: ReturnType<typeof problemBody>;
}

type Progress = Parameters<NonNullable<TranscribeOptions['onProgress']>>[0];

/** An answer of events, while a recording is written down. */
export class TranscriptEvents {
  readonly #stream: EventStream;
  #seconds = 0;

  constructor(reply: FastifyReply) {
    this.#stream = new EventStream(reply);
  }

  /** The head is sent: it is too late for another status. */
  get isOpen(): boolean {
    return this.#stream.isOpen;
  }

  /** How much of the recording the client has been told. */
  get seconds(): number {
    return this.#seconds;
  }

  open(duration: number): void {
    this.#stream.open();
    this.#send('progress', { seconds: 0, duration });
  }

  /** Segments always reach the client; how far it is does not matter to one who reads too slowly. */
  progress({ seconds, durationSeconds, segments }: Progress): void {
    for (const segment of segments) this.#send('segment', wireSegment(segment));
    this.#seconds = toMilliseconds(seconds);
    const progress: AsrProgress = { seconds: this.#seconds, duration: toMilliseconds(durationSeconds) };
    this.#stream.sendUnlessFull(progress, 'progress');
  }

  end(result: AsrResponse): Promise<void> {
    this.#send('result', result);
    return this.#stream.end();
  }

  fail({ status, message }: Problem): Promise<void> {
    this.#send('error', problemBody(status, message));
    return this.#stream.end();
  }

  #send<Name extends keyof EventData>(name: Name, data: EventData[Name]): void {
    this.#stream.send(data, name);
  }
}
