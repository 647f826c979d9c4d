import type { NarrationEvent } from '@shoal/speech';
import { audioMediaTypes } from '@shoal/wire';
import type { FastifyReply } from 'fastify';
import { writeHead } from './head.ts';
import { drained } from './leaving.ts';
import type { EndpointHandler } from './mount.ts';
import { type SpeakParts, type SpokenAnswer, spokenAnswer } from './spoken-answer.ts';

/** `POST /v1/tts`: speaks a text while it is synthesized. */
export function speak(parts: SpeakParts): EndpointHandler<'speak'> {
  return spokenAnswer(parts, {
    path: '/v1/tts',
    wordTimes: false,
    answer: (reply, { format }) => new AudioAnswer(reply, audioMediaTypes[format]),
  });
}

/** The audio as it is. */
class AudioAnswer implements SpokenAnswer {
  readonly #reply: FastifyReply;
  readonly #mediaType: string;

  constructor(reply: FastifyReply, mediaType: string) {
    this.#reply = reply;
    this.#mediaType = mediaType;
  }

  get hasBegun(): boolean {
    return this.#reply.sent;
  }

  take(event: NarrationEvent): Promise<void> | undefined {
    if (event.kind !== 'audio') return undefined;
    const { raw } = this.#reply;
    if (!this.hasBegun) writeHead(this.#reply, { 'Content-Type': this.#mediaType });
    return raw.write(event.bytes) ? undefined : drained(raw);
  }

  end(): unknown {
    if (!this.hasBegun) return this.#reply.type(this.#mediaType).send(Buffer.alloc(0));
    this.#reply.raw.end();
    return undefined;
  }

  breakOff(): undefined {
    this.#reply.raw.destroy();
  }
}
