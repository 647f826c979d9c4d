import { APIError } from './errors.ts';
import type { Watch } from './watch.ts';
import { fromWireNames } from './wire-names.ts';

const lost = 'The connection was lost before the answer was complete';

/** A successful answer whose body is still to be read. What nobody reads is not downloaded. */
export class Answer {
  readonly #response: Response;
  readonly #watch: Watch;

  constructor(response: Response, watch: Watch) {
    this.#response = response;
    this.#watch = watch;
  }

  get headers(): Headers {
    return this.#response.headers;
  }

  get status(): number {
    return this.#response.status;
  }

  /**
   * The body, piece by piece as it comes. Leaving the loop closes the connection.
   *
   * @throws ConnectionError, TimeoutError, or the reason of the caller's signal
   */
  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = this.#response.body?.getReader();
    let complete = !reader;
    try {
      while (reader) {
        const { done, value } = await this.#watch.waitFor(reader.read(), lost);
        if (done) {
          complete = true;
          return;
        }
        yield value;
      }
    } finally {
      if (complete) this.#watch.done();
      else this.cancel();
    }
  }

  /** @throws as `chunks` */
  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of this.chunks()) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  }

  /**
   * The body as data, with the names of this SDK.
   *
   * @throws as `chunks`; APIError when it is no JSON
   */
  async json<Result>(): Promise<Result> {
    const text = await this.text();
    return fromWireNames(this.parsed(text, 'The answer is not JSON')) as Result;
  }

  /** @throws APIError when a text of the answer is no JSON */
  parsed(text: string, complaint: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      const requestId = this.headers.get('x-request-id') ?? undefined;
      throw new APIError({ status: this.status, message: complaint, body: text, requestId });
    }
  }

  /** The beginning of the body: what there is of it, if the rest does not come. Never throws. */
  async beginning(limitBytes: number): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of this.chunks()) {
        text += decoder.decode(chunk, { stream: true });
        if (text.length >= limitBytes) break;
      }
    } catch {
      // Why the request failed is in the status; the body only says more.
    }
    return text.slice(0, limitBytes);
  }

  /** Closes the connection. */
  cancel(): void {
    this.#watch.cancel();
  }
}
