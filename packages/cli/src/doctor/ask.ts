/** What came of a request. */
export interface Reply {
  status: number;
  /** The body, if it was JSON. */
  body: unknown;
}

const patienceMs = 5_000;

/**
 * Asks whoever listens at an address. Undefined when there is no answer.
 *
 * @throws the reason of the signal
 */
export async function ask(url: string, signal: AbortSignal): Promise<Reply | undefined> {
  const patience = new AbortController();
  // AbortSignal.timeout keeps no process alive, and neither does fetch when the other end just hangs up (Node 20).
  const timer = setTimeout(() => patience.abort(), patienceMs);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, patience.signal]) });
    const body: unknown = await response.json().catch(() => undefined);
    return { status: response.status, body };
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
