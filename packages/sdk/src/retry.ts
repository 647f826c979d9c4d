import { APIError, ConnectionError } from './errors.ts';

/** How requests are made again. */
export interface RetryPolicy {
  /** How often, beside the first time. */
  maxRetries: number;
  /** Whether it is worth another try. */
  isTemporary(error: unknown): boolean;
  signal: AbortSignal | undefined;
}

/** 429, 5xx and connections that failed. */
export function failedForNow(error: unknown): boolean {
  return error instanceof ConnectionError || (error instanceof APIError && error.retryable);
}

/** 429 and 503: the server has done nothing, so another try does nothing twice. */
export function wasTurnedAway(error: unknown): boolean {
  return error instanceof APIError && (error.status === 429 || error.status === 503);
}

/** A server that asks for more patience than this gets no further request. */
const longestWaitMs = 60_000;
const firstBackoffMs = 500;
const longestBackoffMs = 8_000;

/**
 * Makes an attempt, and further ones while it fails for now: after what `Retry-After` says, else after 0.5 s, 1 s,
 * 2 s … of which up to half is left out at random, so that clients do not come back all at once.
 *
 * @throws what the last attempt threw, or the reason of the signal
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  { maxRetries, isTemporary, signal }: RetryPolicy,
): Promise<Result> {
  for (let failures = 0; ; failures++) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      const askedMs = error instanceof APIError ? error.retryAfterMs : undefined;
      const waitMs = askedMs ?? backoffMs(failures);
      if (failures >= maxRetries || waitMs > longestWaitMs || !isTemporary(error)) throw error;
      await sleep(waitMs, signal);
    }
  }
}

function backoffMs(failures: number): number {
  return Math.min(firstBackoffMs * 2 ** failures, longestBackoffMs) * (1 - Math.random() / 2);
}

function sleep(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, durationMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
