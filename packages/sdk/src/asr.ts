import { bytesOf, type FileBytes } from './body.ts';
import type { RequestOptions } from './options.ts';
import type { Transport } from './transport.ts';

/** A recording to write down. */
export interface TranscribeParams {
  /** An audio file of at most 20 MB and an hour. */
  audio: FileBytes;
  /** What is probably spoken, such as `en`; found out unless given. */
  language?: string | undefined;
  /** Whether to tell the segments; true unless given. */
  includeTimestamps?: boolean | undefined;
}

/** What is said in a recording. */
export interface ASRResponse {
  text: string;
  /** Length of the recording, in seconds. */
  duration: number;
  /** Its parts in order; none unless they were asked for. */
  segments: ASRSegment[];
  /** ISO 639 code of the language, where the server tells. */
  languageCode?: string;
  /** English name of the language, where the server tells. */
  language?: string;
}

/** What is said without a pause. */
export interface ASRSegment {
  text: string;
  /** Seconds from the start of the recording. */
  start: number;
  /** Seconds from the start of the recording. */
  end: number;
}

/**
 * Speech to text.
 *
 * @example
 * const { text } = await client.asr.transcribe({ audio: await readFile('talk.mp3') });
 */
export class ASR {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Writes down what is said in a recording.
   *
   * @throws APIError, ConnectionError, TimeoutError, or the reason of the signal
   * @example
   * const { segments } = await client.asr.transcribe({ audio, language: 'en' });
   * for (const { start, end, text } of segments) console.log(start, end, text);
   */
  async transcribe(params: TranscribeParams, options?: RequestOptions): Promise<ASRResponse> {
    const { audio, language, includeTimestamps = true } = params;
    const body = { audio: await bytesOf(audio), language, ignore_timestamps: !includeTimestamps };
    return this.#transport.json<ASRResponse>({ method: 'POST', path: '/v1/asr', body }, options);
  }
}
