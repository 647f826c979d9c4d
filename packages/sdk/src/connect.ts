import { platform } from '#platform';
import { Inbox } from './inbox.ts';
import type { WebSocketConstructor, WebSocketInit, WebSocketLike } from './web-socket.ts';

export interface ConnectOptions {
  WebSocket: WebSocketConstructor | undefined;
  /** Gives up. */
  signal: AbortSignal;
  /** Of the inbox. */
  queueSizeBytes: number;
}

/** A socket that is open, and what has come over it. */
export interface Connection {
  socket: WebSocketLike;
  inbox: Inbox;
}

/**
 * Opens a socket.
 *
 * @throws APIError where the platform tells with which status the server refused; else what the socket says
 */
export async function connect(
  address: string,
  init: WebSocketInit,
  { WebSocket, signal, queueSizeBytes }: ConnectOptions,
): Promise<Connection> {
  const { socket, refusal } = WebSocket
    ? { socket: new WebSocket(address, init) }
    : await platform.openSocket(address, init);
  // Before it is open: the first message may come together with the handshake.
  const inbox = new Inbox(socket, queueSizeBytes);
  try {
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => reject(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      refusal?.then(reject);
      socket.addEventListener('open', () => resolve());
      // Stays registered: an error that nobody hears would end the process.
      socket.addEventListener('error', ({ error }: { error?: unknown }) =>
        reject(error ?? new Error('the socket was refused')),
      );
      socket.addEventListener('close', ({ code }: { code: number }) =>
        reject(new Error(`the socket closed (${code})`)),
      );
    });
    return { socket, inbox };
  } catch (error) {
    inbox.close();
    if (socket.terminate) socket.terminate();
    else socket.close();
    throw error;
  }
}
