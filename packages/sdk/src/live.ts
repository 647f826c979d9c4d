import { type Connection, connect } from './connect.ts';
import { keepAlive } from './keep-alive.ts';
import { audioIn, encodeFrame } from './live-frames.ts';
import { type LiveText, sendText } from './live-text.ts';
import { checkTimeout, type RequestOptions } from './options.ts';
import { failedForNow, withRetries } from './retry.ts';
import { defaultModel, type SpeechOptions, speechRequest } from './speech-request.ts';
import type { Transport } from './transport.ts';
import { Watch } from './watch.ts';
import type { WebSocketLike } from './web-socket.ts';

export type { FlushEvent, LiveText, TextEvent } from './live-text.ts';

/** Options of a live socket. Its `timeoutMs` is for the handshake, and for every wait after the end of the text. */
export interface WebSocketOptions extends RequestOptions {
  /** How often the server is asked whether it still lives, in milliseconds; 20,000 unless given. Not in browsers. */
  keepAlivePingIntervalMs?: number | undefined;
  /** How long it may take to answer that, in milliseconds; 20,000 unless given. Not in browsers. */
  keepAlivePingTimeoutMs?: number | undefined;
  /** Largest message to accept, in bytes; 16 MiB unless given. Not in browsers. */
  maxMessageSizeBytes?: number | undefined;
  /** Audio that may wait to be read before the socket is read no further, in bytes; 1 MiB unless given. */
  queueSizeBytes?: number | undefined;
}

/** What to say on a live socket. */
export interface LiveSpeech {
  text: LiveText;
  /** Said before it. */
  firstText: string;
  how: SpeechOptions;
}

const mebibyte = 1024 * 1024;

/** One live turn on a socket of its own, from the first read to the end of the audio. */
export async function* speakLive(
  transport: Transport,
  { text, firstText, how }: LiveSpeech,
  options: WebSocketOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { settings } = transport;
  const { signal } = options;
  const timeoutMs = checkTimeout(options.timeoutMs ?? settings.timeoutMs);
  const request = await speechRequest(firstText, how);
  // Nothing has been said yet, so that another try says nothing twice.
  const { socket, inbox } = await withRetries(() => open(transport, how, options, timeoutMs), {
    maxRetries: settings.maxRetries,
    isTemporary: failedForNow,
    signal,
  });
  const over = new AbortController();
  const onAbort = () => inbox.fail(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const { keepAlivePingIntervalMs = 20_000, keepAlivePingTimeoutMs = 20_000 } = options;
  const stopPings = keepAlive(socket, inbox, keepAlivePingIntervalMs, keepAlivePingTimeoutMs);
  let isComplete = false;
  try {
    socket.send(encodeFrame({ event: 'start', request }));
    sendText(socket, text, { inbox, over: over.signal }).then(
      () => inbox.limitSilence(timeoutMs),
      (error) => inbox.fail(error),
    );
    yield* audioIn(inbox);
    isComplete = true;
  } finally {
    over.abort();
    stopPings();
    signal?.removeEventListener('abort', onAbort);
    inbox.close();
    leave(socket, isComplete);
  }
}

async function open(
  transport: Transport,
  how: SpeechOptions,
  options: WebSocketOptions,
  timeoutMs: number,
): Promise<Connection> {
  const { settings } = transport;
  const address = transport.address('/v1/tts/live', { ...options.query }).replace(/^http/, 'ws');
  const headers = Object.fromEntries(transport.headers({ model: how.model ?? defaultModel }, options));
  const maxPayload = options.maxMessageSizeBytes ?? 16 * mebibyte;
  const init = { headers, maxPayload, perMessageDeflate: false } as const;
  const watch = new Watch(options.signal, timeoutMs);
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

/** A turn that is broken off ends at once, so that the server stops speaking. */
function leave(socket: WebSocketLike, isComplete: boolean): void {
  if (!isComplete && socket.terminate) socket.terminate();
  else socket.close(1000);
}
