import type { Voice, VoicePage } from './voices.ts';

/**
 * Voices, page by page: awaited it is the page that was asked for, in a loop it is every voice from that page on.
 * Nothing is requested before.
 *
 * @example
 * const { items } = await client.voices.list();
 * for await (const voice of client.voices.list()) console.log(voice.title);
 */
export class VoiceList implements PromiseLike<VoicePage>, AsyncIterable<Voice> {
  readonly #getPage: (page: number) => Promise<VoicePage>;
  readonly #from: number;
  readonly #pageSize: number;

  /** @internal */
  constructor(getPage: (page: number) => Promise<VoicePage>, from: number, pageSize: number) {
    this.#getPage = getPage;
    this.#from = from;
    this.#pageSize = pageSize;
  }

  // biome-ignore lint/suspicious/noThenProperty: awaiting it gets the page.
  then<Result = VoicePage, Failure = never>(
    onPage?: ((page: VoicePage) => Result | PromiseLike<Result>) | null,
    onFailure?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    return this.#getPage(this.#from).then(onPage, onFailure);
  }

  /** Every voice from the page on that was asked for. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Voice, void, undefined> {
    for (let number = this.#from; ; number++) {
      const { items, total, hasMore = number * this.#pageSize < total } = await this.#getPage(number);
      yield* items;
      if (!hasMore || items.length === 0) return;
    }
  }
}
