/**
 * What every failure of this SDK is, except an abort: that rejects with the reason of the signal.
 *
 * @example
 * try {
 *   await client.tts.convert({ text: 'Hello' });
 * } catch (error) {
 *   if (error instanceof RateLimitError) await sleep(error.retryAfterMs ?? 1_000);
 *   else if (error instanceof FishAudioError) console.error(error.message);
 *   else throw error;
 * }
 */
export class FishAudioError extends Error {
  override name = 'FishAudioError';
}

/** What an `APIError` is made from. */
export interface APIErrorDetails {
  /** The HTTP status. */
  status: number;
  message: string;
  /** The body: parsed if it was JSON, else its text. */
  body: unknown;
  /** What the server calls the request, for its logs. */
  requestId: string | undefined;
  /** How long the server asks to wait; undefined where it did not say. */
  retryAfterMs?: number | undefined;
}

/**
 * The server answered, and the answer is no.
 *
 * @example
 * if (error instanceof APIError) console.error(error.status, error.message, error.requestId);
 */
export class APIError extends FishAudioError {
  override name = 'APIError';
  /** The HTTP status. */
  readonly status: number;
  /** The body: parsed if it was JSON, else its text. */
  readonly body: unknown;
  /** What the server calls the request, for its logs. */
  readonly requestId: string | undefined;
  /** Whether the same request may well succeed later: 429 and 5xx. */
  readonly retryable: boolean;
  /** How long the server asks to wait (`Retry-After`), in milliseconds; undefined where it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor({ status, message, body, requestId, retryAfterMs }: APIErrorDetails) {
    super(message);
    this.status = status;
    this.body = body;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
    this.retryable = status === 429 || status >= 500;
  }
}

/**
 * 401: there is no API key, or it is not valid.
 *
 * @example
 * if (error instanceof AuthenticationError) console.error('Check FISH_API_KEY');
 */
export class AuthenticationError extends APIError {
  override name = 'AuthenticationError';
}

/**
 * 402: there is too little credit.
 *
 * @example
 * if (error instanceof InsufficientCreditError) console.error('Top up first');
 */
export class InsufficientCreditError extends APIError {
  override name = 'InsufficientCreditError';
}

/**
 * 403: the key is valid, but not for this.
 *
 * @example
 * if (error instanceof PermissionError) console.error('Not your voice');
 */
export class PermissionError extends APIError {
  override name = 'PermissionError';
}

/**
 * 404: there is no such voice, or no such address.
 *
 * @example
 * if (error instanceof NotFoundError) return undefined;
 */
export class NotFoundError extends APIError {
  override name = 'NotFoundError';
}

/** One value that the server did not accept. */
export interface ValidationIssue {
  /** Path to the value: where it was sent, then field names and list positions. */
  loc: (string | number)[];
  /** Kind of issue, for programs: `missing`, `less_than_equal` … */
  type: string;
  /** The same for people. */
  msg: string;
  /** Limits that were not kept. */
  ctx?: Record<string, string | number>;
  /** Where the value was sent. */
  in?: string;
}

/**
 * 422: something in the request is not valid.
 *
 * @example
 * if (error instanceof ValidationError) for (const { loc, msg } of error.issues) console.error(loc.join('.'), msg);
 */
export class ValidationError extends APIError {
  override name = 'ValidationError';
  /** Every value that was not accepted; empty where the server did not say. */
  readonly issues: readonly ValidationIssue[];

  constructor(details: APIErrorDetails, issues: readonly ValidationIssue[]) {
    super(details);
    this.issues = issues;
  }
}

/**
 * 429: too many requests at once.
 *
 * @example
 * if (error instanceof RateLimitError) await sleep(error.retryAfterMs ?? 1_000);
 */
export class RateLimitError extends APIError {
  override name = 'RateLimitError';
}

/**
 * 5xx: the server failed, or has no capacity.
 *
 * @example
 * if (error instanceof ServerError) console.error('Try again later', error.requestId);
 */
export class ServerError extends APIError {
  override name = 'ServerError';
}

/**
 * The server cannot be reached, or the connection was lost before the answer was complete.
 *
 * @example
 * if (error instanceof ConnectionError) console.error(error.message, error.cause);
 */
export class ConnectionError extends FishAudioError {
  override name = 'ConnectionError';
}

/**
 * The server was silent for longer than `timeoutMs`.
 *
 * @example
 * if (error instanceof TimeoutError) console.error(`Nothing for ${error.timeoutMs} ms`);
 */
export class TimeoutError extends FishAudioError {
  override name = 'TimeoutError';
  /** How long the silence was, in milliseconds. */
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`The server did not answer for ${timeoutMs} ms`);
    this.timeoutMs = timeoutMs;
  }
}

/**
 * A live socket failed: it closed before all was said, the server ended it with an error, or what came is not
 * the protocol.
 *
 * @example
 * if (error instanceof WebSocketError) console.error(error.message, error.closeCode);
 */
export class WebSocketError extends FishAudioError {
  override name = 'WebSocketError';
  /** Why the socket closed (RFC 6455 §7.4.1); undefined if it did not, or if the other end just went. */
  readonly closeCode: number | undefined;

  constructor(message: string, options: ErrorOptions & { closeCode?: number | undefined } = {}) {
    super(message, options);
    this.closeCode = options.closeCode;
  }
}
