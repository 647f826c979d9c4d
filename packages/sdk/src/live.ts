import { leavable } from './leavable.ts';
import { LiveConnection } from './live-connection.ts';
import type { LiveText } from './live-text.ts';
import { speakTurn } from './live-turn.ts';
import { checkTimeout, type RequestOptions } from './options.ts';
import { type SpeechOptions, speechRequest } from './speech-request.ts';
import type { Transport } from './transport.ts';

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

/** One live turn on a socket of its own, from the first read to the end of the audio. */
export function speakLive(
  transport: Transport,
  { text, firstText, how }: LiveSpeech,
  options: WebSocketOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  return leavable(options.signal, async function* (signal) {
    const timeoutMs = checkTimeout(options.timeoutMs ?? transport.settings.timeoutMs);
    const request = await speechRequest(firstText, how);
    const connection = await LiveConnection.open(transport, how.model, { ...options, signal });
    yield* speakTurn(connection, { request, text, timeoutMs, signal });
    connection.end('complete');
  });
}
