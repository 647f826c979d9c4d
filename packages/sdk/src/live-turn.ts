import type { LiveConnection } from './live-connection.ts';
import { audioIn, encodeFrame } from './live-frames.ts';
import { type LiveText, sendText } from './live-text.ts';

/** What to say, and until when. */
export interface Turn {
  /** The request as it is sent. */
  request: Record<string, unknown>;
  text: LiveText;
  /** How long the server may be silent after the end of the text, in milliseconds. */
  timeoutMs: number;
  /** Breaks the turn off: the socket closes at that moment, and whoever reads gets the reason. */
  signal: AbortSignal;
}

/**
 * One turn on an open socket, up to its `finish`. The socket stays open if all was heard, else it is closed.
 *
 * @throws WebSocketError, TimeoutError, what the text throws, or the reason of the signal
 */
export async function* speakTurn(
  connection: LiveConnection,
  { request, text, timeoutMs, signal }: Turn,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { socket, inbox } = connection;
  const over = new AbortController();
  const breakOff = () => {
    over.abort();
    inbox.fail(signal.reason);
    connection.end('broken off');
  };
  signal.addEventListener('abort', breakOff, { once: true });
  let isComplete = false;
  try {
    signal.throwIfAborted();
    inbox.limitSilence(undefined);
    socket.send(encodeFrame({ event: 'start', request }));
    sendText(socket, text, { inbox, over: over.signal }).then(
      () => inbox.limitSilence(timeoutMs),
      (error) => inbox.fail(error),
    );
    yield* audioIn(inbox);
    isComplete = true;
  } finally {
    over.abort();
    signal.removeEventListener('abort', breakOff);
    if (!isComplete) connection.end('broken off');
  }
}
