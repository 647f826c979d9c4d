import { type LiveText, speakLive, type WebSocketOptions } from './live.ts';
import { settingsOf } from './options.ts';
import type { Model, TTSConfig } from './speech-request.ts';
import { Transport } from './transport.ts';

/** A request in the older form: what to say first, and how. */
export interface TTSRequest extends TTSConfig {
  /** Said before the stream of text; usually empty. */
  text: string;
}

/**
 * Live speech in the older form; new programs use `client.tts.streamWebsocket`.
 *
 * @example
 * const session = new WebSocketSession('your key');
 * for await (const chunk of session.tts({ text: '' }, answer())) speaker.write(chunk);
 */
export class WebSocketSession {
  readonly #transport: Transport;

  /** @throws FishAudioError for a key or an address that cannot be one */
  constructor(apiKey: string, baseUrl = 'https://api.fish.audio') {
    this.#transport = new Transport(settingsOf({ apiKey, baseUrl }));
  }

  /**
   * Speaks a text while it is being written.
   *
   * @throws as `streamWebsocket`
   * @example
   * const audio = session.tts({ text: '', referenceId: 'flite-slt' }, ['Hello, ', 'world.'], 's1');
   */
  tts(
    { text: firstText, ...config }: TTSRequest,
    textStream: LiveText,
    backend: Model = 'speech-1.5',
    options: WebSocketOptions = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const how = { config, model: backend };
    return speakLive(this.#transport, { text: textStream, firstText, how }, options);
  }
}
