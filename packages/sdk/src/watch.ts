import { ConnectionError, FishAudioError, TimeoutError } from './errors.ts';

/** Watches over one exchange with a server: it is over when the caller aborts, or after too long a silence. */
export class Watch {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #timeoutMs: number;

  /** @param timeoutMs how long the server may be silent while somebody waits for it */
  constructor(caller: AbortSignal | undefined, timeoutMs: number) {
    this.#caller = caller;
    this.#timeoutMs = timeoutMs;
    caller?.addEventListener('abort', this.#onAbort, { once: true });
    if (caller?.aborted) this.#onAbort();
  }

  /** Aborted as soon as the exchange is over before its end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Waits for the server.
   *
   * @throws the reason of the caller's signal, TimeoutError, or ConnectionError for what else went wrong
   */
  async waitFor<Result>(work: Promise<Result>, failure: string): Promise<Result> {
    const timer = setTimeout(
      () => this.#controller.abort(new TimeoutError(this.#timeoutMs)),
      this.#timeoutMs,
    );
    try {
      return await work;
    } catch (error) {
      if (this.signal.aborted) throw this.signal.reason;
      if (error instanceof FishAudioError) throw error;
      throw new ConnectionError(`${failure}${explain(error)}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes the connection, wherever the exchange is. */
  cancel(): void {
    this.done();
    this.#controller.abort();
  }

  /** Nothing more is expected. */
  done(): void {
    this.#caller?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = () => this.#controller.abort(this.#caller?.reason);
}

/** `fetch failed` says nothing; its cause does. */
function explain(error: unknown): string {
  const { cause = error } = error as { cause?: unknown };
  const { message, code } = Object(cause) as { message?: unknown; code?: unknown };
  const reason = [message, code].find((text) => typeof text === 'string' && text !== '');
  return reason ? `: ${reason}` : '';
}
