import { Account } from './account.ts';
import { ASR } from './asr.ts';
import { type ClientOptions, settingsOf } from './options.ts';
import { Transport } from './transport.ts';
import { TTS } from './tts.ts';
import { Voices } from './voices.ts';

/**
 * A client of the Fish Audio API, of Shoal as of `https://api.fish.audio`.
 *
 * @example
 * const client = new FishAudio({ apiKey: '…', baseUrl: 'http://127.0.0.1:8080' });
 * await save(await client.tts.stream({ text: 'Hello' }), 'hello.mp3');
 */
export class FishAudio {
  /** Text to speech. */
  readonly tts: TTS;
  /** Speech to text. */
  readonly asr: ASR;
  /** The voice library. */
  readonly voices: Voices;
  /** Credit of the account. */
  readonly account: Account;

  /** @throws FishAudioError for options that cannot work, such as no key for the public API */
  constructor(options: ClientOptions = {}) {
    const transport = new Transport(settingsOf(options));
    this.tts = new TTS(transport);
    this.asr = new ASR(transport);
    this.voices = new Voices(transport);
    this.account = new Account(transport);
  }
}
