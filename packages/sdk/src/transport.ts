import { Answer } from './answer.ts';
import { encodeBody } from './body.ts';
import { checkTimeout, type Query, type RequestOptions, type Settings } from './options.ts';
import { errorOf } from './refusal.ts';
import { failedForNow, wasTurnedAway, withRetries } from './retry.ts';
import { Watch } from './watch.ts';

/** One request of the API. */
export interface Call {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  query?: Query;
  headers?: Record<string, string>;
  /** Plain data, in which there may be bytes. */
  body?: object;
  /** Whether it does harm when it is done twice, so that it is repeated only if it certainly was not done. */
  once?: boolean;
}

const longestRefusalBytes = 64 * 1024;

/** Makes requests: adds the key, tries again what failed for now, and turns refusals into errors. */
export class Transport {
  readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /**
   * Resolves as soon as the answer begins.
   *
   * @throws APIError, ConnectionError, TimeoutError, or the reason of the signal
   */
  async send(call: Call, options: RequestOptions = {}): Promise<Answer> {
    const { body, contentType } = encodeBody(call.body);
    const headers = this.headers(
      { ...call.headers, ...(contentType && { 'Content-Type': contentType }) },
      options,
    );
    const address = this.address(call.path, { ...call.query, ...options.query });
    const request = { method: call.method, headers, body: body ?? null };
    return withRetries(() => this.#attempt(address, request, options), {
      maxRetries: this.settings.maxRetries,
      isTemporary: call.once ? wasTurnedAway : failedForNow,
      signal: options.signal,
    });
  }

  /**
   * The answer as data, with the names of this SDK.
   *
   * @throws as `send`; APIError too when the answer is no JSON
   */
  async json<Result>(call: Call, options?: RequestOptions): Promise<Result> {
    const answer = await this.send(call, options);
    return answer.json<Result>();
  }

  /** The key and the headers of the client, of the call and of its options; the later ones win. */
  headers(call: Record<string, string>, options: RequestOptions): Headers {
    const headers = new Headers(this.settings.headers);
    for (const [name, value] of Object.entries({ ...call, ...options.headers })) headers.set(name, value);
    return headers;
  }

  address(path: string, query: Query): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const each of [value].flat()) if (each !== undefined) parameters.append(name, String(each));
    }
    return `${this.settings.baseUrl}${path}${parameters.size > 0 ? `?${parameters}` : ''}`;
  }

  async #attempt(address: string, request: RequestInit, options: RequestOptions): Promise<Answer> {
    const watch = new Watch(options.signal, checkTimeout(options.timeoutMs ?? this.settings.timeoutMs));
    const { signal } = watch;
    let response: Response;
    try {
      const work = this.settings.fetch(address, { ...request, signal });
      response = await watch.waitFor(work, `Could not reach ${this.settings.baseUrl}`);
    } catch (error) {
      watch.done();
      throw error;
    }
    const answer = new Answer(response, watch);
    if (response.ok) return answer;
    const { status, headers } = response;
    throw errorOf({ status, headers, text: await answer.beginning(longestRefusalBytes) });
  }
}
