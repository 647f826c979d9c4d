import type { Answer } from './answer.ts';
import { FishAudioError } from './errors.ts';
import { joined } from './pieces.ts';

/**
 * Speech as it is made: an async iterable of bytes, to be read once. What nobody reads is not downloaded; leaving the
 * loop closes the connection.
 *
 * @example
 * const audio = await client.tts.stream({ text: 'Hello' });
 * for await (const chunk of audio) speaker.write(chunk);
 */
export class AudioStream implements AsyncIterable<Uint8Array> {
  readonly #answer: Answer;
  #isTaken = false;

  /** @internal */
  constructor(answer: Answer) {
    this.#answer = answer;
  }

  /** What the bytes are, such as `audio/mpeg`; empty where the server did not say. */
  get contentType(): string {
    return this.#answer.headers.get('content-type') ?? '';
  }

  /** What the server calls the request, for its logs. */
  get requestId(): string | undefined {
    return this.#answer.headers.get('x-request-id') ?? undefined;
  }

  /**
   * @throws FishAudioError when the audio was read already; while reading, ConnectionError, TimeoutError, or the reason
   *   of the signal
   */
  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#isTaken) throw new FishAudioError('The audio was read already: it can be read once');
    this.#isTaken = true;
    return this.#answer.chunks();
  }

  /**
   * The same as a web stream, for what takes one.
   *
   * @example
   * return new Response(audio.readable, { headers: { 'Content-Type': audio.contentType } });
   */
  get readable(): ReadableStream<Uint8Array> {
    const chunks = this[Symbol.asyncIterator]();
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: async () => this.cancel(),
      },
      { highWaterMark: 0 },
    );
  }

  /**
   * All of it.
   *
   * @example
   * const bytes = await audio.collect();
   */
  async collect(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this) chunks.push(chunk);
    return joined(chunks);
  }

  /** Closes the connection; for audio that nobody wants to read any more. */
  cancel(): void {
    this.#isTaken = true;
    this.#answer.cancel();
  }
}
