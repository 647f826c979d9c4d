import type { Narration, NarrationEvent } from '@shoal/speech';
import { problemBody, type TimedAudio } from '@shoal/wire';
import type { FastifyReply } from 'fastify';
import type { Problem } from '../speaking/problem.ts';
import { TimedChunks } from '../speaking/timed-chunks.ts';
import { EventStream } from './event-stream.ts';
import type { EndpointHandler } from './mount.ts';
import { type SpeakParts, type SpokenAnswer, spokenAnswer } from './spoken-answer.ts';

/** `POST /v1/tts/stream/with-timestamp`: speaks a text, and tells when each word is heard. */
export function speakWithTimestamps(parts: SpeakParts): EndpointHandler<'speakWithTimestamps'> {
  return spokenAnswer(parts, {
    path: '/v1/tts/stream/with-timestamp',
    wordTimes: true,
    answer: (reply, { text }, narration) => new TimedAnswer(reply, text, narration),
  });
}

/** The audio in events, each with what is known of its chunk of the text. */
class TimedAnswer implements SpokenAnswer {
  readonly #stream: EventStream;
  readonly #chunks: TimedChunks;

  constructor(reply: FastifyReply, text: string, narration: Narration) {
    this.#stream = new EventStream(reply);
    this.#chunks = new TimedChunks(narration);
    this.#chunks.give(text);
  }

  get hasBegun(): boolean {
    return this.#stream.isOpen;
  }

  take(event: NarrationEvent): Promise<void> | undefined {
    this.#chunks.take(event);
    if (event.kind === 'audio') return this.#send(event.bytes);
    // The last words of a chunk are known after its audio.
    if (event.kind === 'said' && this.#chunks.isNew) return this.#send(new Uint8Array(0));
    return undefined;
  }

  end(): Promise<void> {
    if (!this.hasBegun) this.#stream.open();
    return this.#stream.end();
  }

  breakOff({ status, message }: Problem): Promise<void> {
    this.#stream.send(problemBody(status, message), 'error');
    return this.#stream.breakOff();
  }

  #send(bytes: Uint8Array): Promise<void> | undefined {
    if (!this.hasBegun) this.#stream.open();
    const audio = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
    const data: TimedAudio = { audio_base64: audio, ...this.#chunks.timestamps };
    return this.#stream.send(data) ? undefined : this.#stream.drained();
  }
}
