import { type Connection, connect } from './connect.ts';
import type { Inbox } from './inbox.ts';
import { keepAlive } from './keep-alive.ts';
import type { WebSocketOptions } from './live.ts';
import { checkTimeout } from './options.ts';
import { failedForNow, withRetries } from './retry.ts';
import { defaultModel, type Model } from './speech-request.ts';
import type { Transport } from './transport.ts';
import { Watch } from './watch.ts';
import { openState, type WebSocketLike } from './web-socket.ts';

const mebibyte = 1024 * 1024;

/** A live socket that is open, and asks again and again whether the server still lives. */
export class LiveConnection {
  readonly socket: WebSocketLike;
  readonly inbox: Inbox;
  readonly #stopPings: () => void;

  private constructor({ socket, inbox }: Connection, options: WebSocketOptions) {
    this.socket = socket;
    this.inbox = inbox;
    const { keepAlivePingIntervalMs = 20_000, keepAlivePingTimeoutMs = 20_000 } = options;
    this.#stopPings = keepAlive(socket, inbox, keepAlivePingIntervalMs, keepAlivePingTimeoutMs);
  }

  /**
   * Opens one. Nothing has been said yet, so it is tried again when it fails for now.
   *
   * @throws APIError, ConnectionError, TimeoutError, or the reason of the signal
   */
  static async open(
    transport: Transport,
    model: Model | undefined,
    options: WebSocketOptions,
  ): Promise<LiveConnection> {
    const { signal } = options;
    const connection = await withRetries(() => openOnce(transport, model, options), {
      maxRetries: transport.settings.maxRetries,
      isTemporary: failedForNow,
      signal,
    });
    return new LiveConnection(connection, options);
  }

  get isOpen(): boolean {
    return this.socket.readyState === openState && !this.inbox.hasFailed;
  }

  /** Closes the socket. One that is broken off ends at once, so that the server stops speaking. */
  end(how: 'complete' | 'broken off'): void {
    this.#stopPings();
    this.inbox.close();
    if (how === 'broken off' && this.socket.terminate) this.socket.terminate();
    else this.socket.close(1000);
  }
}

async function openOnce(
  transport: Transport,
  model: Model = defaultModel,
  options: WebSocketOptions,
): Promise<Connection> {
  const { settings } = transport;
  const address = transport.address('/v1/tts/live', { ...options.query }).replace(/^http/, 'ws');
  const headers = Object.fromEntries(transport.headers({ model }, options));
  const maxPayload = options.maxMessageSizeBytes ?? 16 * mebibyte;
  const init = { headers, maxPayload, perMessageDeflate: false } as const;
  const watch = new Watch(options.signal, checkTimeout(options.timeoutMs ?? settings.timeoutMs));
  try {
    const opening = connect(address, init, {
      WebSocket: settings.WebSocket,
      signal: watch.signal,
      queueSizeBytes: options.queueSizeBytes ?? mebibyte,
    });
    return await watch.waitFor(opening, `Could not open a live socket to ${settings.baseUrl}`);
  } finally {
    watch.done();
  }
}
