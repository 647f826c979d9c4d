/// <reference lib="esnext.disposable" preserve="true" />
import { FishAudioError, WebSocketError } from './errors.ts';
import { KeptText } from './kept-text.ts';
import { leavable } from './leavable.ts';
import type { WebSocketOptions } from './live.ts';
import { LiveConnection } from './live-connection.ts';
import type { LiveText } from './live-text.ts';
import { speakTurn } from './live-turn.ts';
import { checkTimeout } from './options.ts';
import { type SpeechOptions, speechRequest } from './speech-request.ts';
import type { Transport } from './transport.ts';
import { lostCode } from './web-socket.ts';

/**
 * Live speech in turns, as a voice agent speaks: one after the other on one socket where the server keeps it open, else
 * each on its own. Made by `client.tts.conversation`.
 *
 * @example
 * await using conversation = client.tts.conversation({ format: 'pcm' });
 * for await (const chunk of conversation.say('Hello! ')) speaker.write(chunk);
 * for await (const chunk of conversation.say(answer())) speaker.write(chunk);
 */
export class Conversation implements AsyncDisposable {
  readonly #transport: Transport;
  readonly #how: SpeechOptions;
  readonly #options: WebSocketOptions;
  /** Between two turns. */
  #idle: LiveConnection | undefined;
  #turn: AsyncGenerator<Uint8Array, void, undefined> | undefined;
  #isClosed = false;

  /** @internal */
  constructor(transport: Transport, how: SpeechOptions, options: WebSocketOptions) {
    this.#transport = transport;
    this.#how = how;
    this.#options = options;
    options.signal?.addEventListener('abort', this.#endIdle, { once: true });
  }

  /**
   * Says something, while it is being written or all at once. Ends the turn before it, if that still goes on. Nothing
   * happens before the audio is read; leaving the loop ends the turn as `cancel` does.
   *
   * Text is not lost when the server closes the socket just as a turn begins on it: unless there was audio already, it
   * is said again on a new socket.
   *
   * @throws FishAudioError when the conversation is closed; while reading, as `streamWebsocket`
   * @example
   * for await (const chunk of conversation.say(answer())) speaker.write(chunk);
   */
  say(text: LiveText): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#isClosed) throw new FishAudioError('The conversation is closed');
    this.cancel();
    const turn = leavable(this.#options.signal, (signal) => this.#speak(text, signal));
    this.#turn = turn;
    return turn;
  }

  /**
   * Ends the present turn at once, if there is one: the server stops speaking, the loop over the audio ends, and no more
   * of the text is asked for. The next `say` works.
   *
   * @example
   * microphone.on('speech', () => conversation.cancel());
   */
  cancel(): void {
    this.#turn?.return();
    this.#turn = undefined;
  }

  /** Ends the present turn, if there is one, and closes the socket. Nothing more can be said. */
  close(): void {
    this.#isClosed = true;
    this.cancel();
    this.#endIdle();
    this.#options.signal?.removeEventListener('abort', this.#endIdle);
  }

  /** The same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  async *#speak(text: LiveText, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    const timeoutMs = checkTimeout(this.#options.timeoutMs ?? this.#transport.settings.timeoutMs);
    const request = await speechRequest('', this.#how);
    const kept = new KeptText(text);
    try {
      while (true) {
        const used = this.#takeIdle();
        const connection = used ?? (await this.#open(signal));
        let isHeard = false;
        try {
          for await (const audio of speakTurn(connection, {
            request,
            text: kept.read(),
            timeoutMs,
            signal,
          })) {
            isHeard = true;
            kept.forget();
            yield audio;
          }
          this.#putBack(connection);
          return;
        } catch (error) {
          if (!used || isHeard || !isEndOfServer(error)) throw error;
        }
      }
    } finally {
      kept.close();
    }
  }

  #open(signal: AbortSignal): Promise<LiveConnection> {
    return LiveConnection.open(this.#transport, this.#how.model, { ...this.#options, signal });
  }

  #takeIdle(): LiveConnection | undefined {
    const connection = this.#idle;
    if (!connection?.isOpen) this.#endIdle();
    this.#idle = undefined;
    return connection?.isOpen ? connection : undefined;
  }

  #putBack(connection: LiveConnection): void {
    if (this.#isClosed || !connection.isOpen) connection.end('complete');
    else this.#idle = connection;
  }

  readonly #endIdle = () => {
    this.#idle?.end('complete');
    this.#idle = undefined;
  };
}

/** The server was done with the socket. One that was lost says nothing: it might have spoken. */
function isEndOfServer(error: unknown): boolean {
  return error instanceof WebSocketError && error.closeCode !== lostCode;
}
