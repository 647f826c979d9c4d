import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Transcriber } from '@shoal/speech';
import type { Blobs } from '../storage/blobs.ts';
import type { Log } from '../telemetry/log.ts';
import { introductionLanguage } from './spoken-languages.ts';
import type { LibraryVoice, StoredSample } from './voice.ts';
import type { VoiceStore } from './voice-store.ts';

/** What comes when so many wait stays without a text. */
const MOST_WAITING = 1_000;

export interface MissingTranscriptsParts {
  store: Pick<VoiceStore, 'fillTranscript'>;
  blobs: Pick<Blobs, 'get'>;
  transcriber: Transcriber;
  log: Pick<Log, 'warn'>;
}

interface Waiting {
  voiceId: string;
  sample: Pick<StoredSample, 'position' | 'file'>;
}

/**
 * Writes down what is said in recordings that came without their text, one after the other and after their voice is
 * there already: nobody waits for it, and what a crash loses stays empty.
 */
export class MissingTranscripts {
  readonly #parts: MissingTranscriptsParts;
  readonly #stopping = new AbortController();
  readonly #waiting: Waiting[] = [];
  #working: Promise<void> | undefined;

  constructor(parts: MissingTranscriptsParts) {
    this.#parts = parts;
  }

  /** Takes the recordings of a new voice, if it may be in a language that somebody here understands. */
  add(
    { id, title, languages }: Pick<LibraryVoice, 'id' | 'title' | 'languages'>,
    samples: readonly StoredSample[],
  ): void {
    if (!this.#parts.transcriber.understands(introductionLanguage(languages, title))) return;
    const silent = samples.filter(({ kind, text }) => kind === 'recording' && text === '');
    const room = Math.max(0, MOST_WAITING - this.#waiting.length);
    this.#waiting.push(...silent.slice(0, room).map((sample) => ({ voiceId: id, sample })));
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Leaves what is not done. */
  async close(): Promise<void> {
    this.#waiting.length = 0;
    this.#stopping.abort(new Error('the server stops'));
    await this.#working;
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      await this.#writeDown(next).catch((error) => {
        if (this.#stopping.signal.aborted) return;
        this.#parts.log.warn({ err: error, voice: next?.voiceId }, 'a recording could not be written down');
      });
    }
  }

  async #writeDown({ voiceId, sample }: Waiting): Promise<void> {
    const { blobs, transcriber, store } = this.#parts;
    const file: Readable | undefined = await blobs.get(sample.file.blob);
    // Deleted meanwhile, with its voice.
    if (!file) return;
    const { signal } = this.#stopping;
    const { text } = await transcriber.transcribe(await buffer(file), { signal });
    if (text !== '') await store.fillTranscript(voiceId, sample.position, text);
  }
}
