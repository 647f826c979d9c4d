import { SpeechError, type SpeechErrorCode } from '@shoal/speech';
import { WireError, wireErrorStatus } from '@shoal/wire';
import { StorageError } from '../storage/storage-error.ts';

/** A failed request, as the client may know it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** Seconds after which it is worth trying again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, message: string, options: ErrorOptions & { retryAfter?: number } = {}) {
    super(message, options);
    this.status = status;
    this.retryAfter = options.retryAfter;
  }
}

const RETRY_AFTER_SECONDS = 1;

/** Every failure of speech, and the status it is answered with. Clients repeat whatever is 5xx. */
const speechErrorStatus: Readonly<Record<SpeechErrorCode, number>> = {
  voice_not_found: 400,
  bad_input: 400,
  unsupported: 503,
  overloaded: 503,
  engine_failed: 500,
  engine_lost: 503,
  cancelled: 503,
};

/** The one place where errors become what a client is told. Anything unknown becomes a 500 without details. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (WireError.isInstance(error))
    return new Problem(wireErrorStatus[error.code], error.message, { cause: error });
  if (SpeechError.isInstance(error)) {
    const status = speechErrorStatus[error.code];
    return new Problem(status, error.message, {
      cause: error,
      // What is not installed will not be there in a second.
      ...(status === 503 && error.code !== 'unsupported' && { retryAfter: RETRY_AFTER_SECONDS }),
    });
  }
  if (StorageError.isInstance(error)) {
    const message = 'The server cannot reach its storage';
    return new Problem(503, message, { cause: error, retryAfter: RETRY_AFTER_SECONDS });
  }
  return new Problem(500, 'Something went wrong in the server', { cause: error });
}
