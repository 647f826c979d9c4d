import type { Answer } from './answer.ts';
import { AudioStream } from './audio-stream.ts';
import { Conversation } from './conversation.ts';
import { type LiveText, speakLive, type WebSocketOptions } from './live.ts';
import type { RequestOptions } from './options.ts';
import { defaultModel, type SpeechOptions, speechRequest } from './speech-request.ts';
import { collected, type TimedSpeech, timedSpeech, type WholeTimedSpeech } from './timed-speech.ts';
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
  async stream(params: SpeechParams, options?: RequestOptions): Promise<AudioStream> {
    return new AudioStream(await this.#ask('/v1/tts', params, options));
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
   * Speaks a text, and tells when each of its words is heard. Resolves as soon as the sound begins; leaving the loop
   * closes the connection.
   *
   * @throws as `stream`
   * @example
   * for await (const { audio, words } of await client.tts.streamWithTimestamps({ text: 'Hello there' })) {
   *   player.write(audio);
   *   captions.show(words);
   * }
   */
  async streamWithTimestamps(
    params: SpeechParams,
    options?: RequestOptions,
  ): Promise<AsyncGenerator<TimedSpeech, void, undefined>> {
    return timedSpeech(await this.#ask('/v1/tts/stream/with-timestamp', params, options));
  }

  /**
   * Speaks a text, and resolves to all of the audio and the times of all words.
   *
   * @throws as `stream`
   * @example
   * const { audio, words } = await client.tts.convertWithTimestamps({ text: 'Hello there' });
   */
  async convertWithTimestamps(params: SpeechParams, options?: RequestOptions): Promise<WholeTimedSpeech> {
    return collected(await this.streamWithTimestamps(params, options));
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
  async #ask(path: string, { text, ...how }: SpeechParams, options?: RequestOptions): Promise<Answer> {
    const headers = { model: how.model ?? defaultModel };
    const body = await speechRequest(text, how);
    return this.#transport.send({ method: 'POST', path, headers, body }, options);
  }
}
