import type { Answer } from './answer.ts';
import { bytesOf, type FileBytes } from './body.ts';
import type { RequestOptions } from './options.ts';
import { serverEvents } from './server-events.ts';
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

/** What comes while a recording is written down. Times are in seconds. */
export type TranscriptEvent =
  /** How much of it is written down. */
  | { type: 'progress'; seconds: number; duration: number }
  | ({ type: 'segment' } & ASRSegment)
  /** All of it: the end. */
  | ({ type: 'result' } & ASRResponse);

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
    return this.#transport.json<ASRResponse>(await callFor(params), options);
  }

  /**
   * The same, told while it happens: for long recordings. Of a server that cannot tell, only the result comes. Leaving
   * the loop closes the connection, and the server stops.
   *
   * @throws as `transcribe`
   * @example
   * for await (const event of await client.asr.stream({ audio })) {
   *   if (event.type === 'segment') console.log(event.start, event.text);
   * }
   */
  async stream(
    params: TranscribeParams,
    options?: RequestOptions,
  ): Promise<AsyncGenerator<TranscriptEvent, void, undefined>> {
    const headers = { Accept: 'text/event-stream, application/json;q=0.9' };
    return eventsOf(await this.#transport.send({ ...(await callFor(params)), headers }, options));
  }
}

async function callFor({ audio, language, includeTimestamps = true }: TranscribeParams) {
  const body = { audio: await bytesOf(audio), language, ignore_timestamps: !includeTimestamps };
  return { method: 'POST', path: '/v1/asr', body } as const;
}

async function* eventsOf(answer: Answer): AsyncGenerator<TranscriptEvent, void, undefined> {
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    for await (const { name, data } of serverEvents(answer)) yield { ...Object(data), type: name };
  } else yield { ...(await answer.json<ASRResponse>()), type: 'result' };
}
