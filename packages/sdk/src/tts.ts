import { AudioStream } from './audio-stream.ts';
import { Conversation } from './conversation.ts';
import { type LiveText, speakLive, type WebSocketOptions } from './live.ts';
import type { RequestOptions } from './options.ts';
import { defaultModel, type SpeechOptions, speechRequest } from './speech-request.ts';
import type { Transport } from './transport.ts';

/** A text, and how to speak it. */
export interface SpeechParams extends SpeechOptions {
  /** What to say. */
  text: string;
}

/**
 * Text to speech.
 *
 * @example
 * const client = new FishAudio();
 * await save(await client.tts.stream({ text: 'Hello' }), 'hello.mp3');
 */
export class TTS {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Speaks a text. Resolves as soon as the sound begins.
   *
   * @throws APIError, ConnectionError, TimeoutError, or the reason of the signal
   * @example
   * for await (const chunk of await client.tts.stream({ text: 'Hello', format: 'pcm' })) speaker.write(chunk);
   */
  async stream({ text, ...how }: SpeechParams, options?: RequestOptions): Promise<AudioStream> {
    const call = {
      method: 'POST',
      path: '/v1/tts',
      headers: { model: how.model ?? defaultModel },
      body: await speechRequest(text, how),
    } as const;
    return new AudioStream(await this.#transport.send(call, options));
  }

  /**
   * Speaks a text and resolves to all of the audio.
   *
   * @throws as `stream`
   * @example
   * const audio = await client.tts.convert({ text: 'Hello', referenceId: 'flite-slt', speed: 1.2 });
   */
  async convert(params: SpeechParams, options?: RequestOptions): Promise<Uint8Array> {
    const audio = await this.stream(params, options);
    return audio.collect();
  }

  /**
   * Speaks a text while it is being written, such as the answer of a language model. Nothing happens before the audio
   * is read; leaving the loop closes the socket. While nobody reads, neither the socket nor the text is read on.
   *
   * @param text pieces that are joined as they are: spaces between words are part of them
   * @throws while reading: WebSocketError, APIError if the server refuses the socket, ConnectionError, TimeoutError,
   *   what `text` throws, or the reason of the signal
   * @example
   * async function* answer() {
   *   for await (const part of completion) yield part.choices[0]?.delta.content ?? '';
   * }
   * for await (const chunk of client.tts.streamWebsocket(answer(), { format: 'pcm' })) speaker.write(chunk);
   */
  streamWebsocket(
    text: LiveText,
    how: SpeechOptions = {},
    options: WebSocketOptions = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    return speakLive(this.#transport, { text, firstText: '', how }, options);
  }

  /**
   * Live speech in several turns that have the voice and the socket in common, and that can be interrupted.
   *
   * @example
   * const conversation = client.tts.conversation({ referenceId: 'flite-slt', format: 'pcm' });
   * for await (const chunk of conversation.say(answer())) speaker.write(chunk);
   * conversation.cancel(); // from elsewhere, when the listener begins to speak
   * conversation.close();
   */
  conversation(how: SpeechOptions = {}, options: WebSocketOptions = {}): Conversation {
    return new Conversation(this.#transport, how, options);
  }
}
