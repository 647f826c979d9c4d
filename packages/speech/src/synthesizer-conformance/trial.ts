import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { Listener, listen, type Speech } from '../engines/testing/listener.ts';
import { SpeechError } from '../error.ts';
import type {
  CreateSynthesizer,
  SynthesizeOptions,
  Synthesizer,
  SynthesizerManifest,
} from '../synthesizer.ts';

export interface SynthesizerSubject {
  manifest: SynthesizerManifest;
  create: CreateSynthesizer;
  /** Ids of the voices to try; the first one is tried thoroughly. */
  voices: readonly [string, ...string[]];
  /** BCP 47 tag of the texts. */
  language: string;
  texts: {
    /** A sentence of a few words. */
    short: string;
    /** Enough for three stretches of work. */
    long: string;
    /** Whose pitch can be measured, where that of the long one cannot. */
    sustained?: string;
  };
  /** What its voices make is no speech: it has a pitch, but no formants. */
  withoutFormants?: boolean;
}

/** A synthesizer while it is tried by a suite, and what it is tried with. */
export class Trial {
  readonly subject: SynthesizerSubject;
  readonly short: Speech;
  readonly long: Speech;
  #synthesizer: Synthesizer | undefined;
  #usualLength = 0;

  /** Within a suite, to which it adds the hooks that open and close the synthesizer. */
  constructor(subject: SynthesizerSubject) {
    const { voices, language, texts } = subject;
    const [voice] = voices;
    this.subject = subject;
    this.short = { text: texts.short, voice, language };
    this.long = { text: texts.long, voice, language };
    beforeAll(async () => {
      this.#synthesizer = await subject.create();
      this.#usualLength = (await this.listen(this.short)).length;
    });
    afterAll(() => this.#synthesizer?.close());
  }

  /** The length of the short text, in samples: what a healthy engine gives. */
  get usualLength(): number {
    return this.#usualLength;
  }

  /** Has it speak, and listens. */
  async listen(speech: Speech, options?: Partial<SynthesizeOptions>): Promise<Listener> {
    if (!this.#synthesizer) throw new Error('the synthesizer is there within tests and hooks');
    return listen(this.#synthesizer, speech, options);
  }

  /** A voice of the engine, the one that is tried thoroughly unless told otherwise. */
  voice(id = this.subject.voices[0]): SynthesizerManifest['voices'][number] {
    const voice = this.subject.manifest.voices.find((one) => one.id === id);
    if (!voice) throw new Error(`the manifest has no voice ${id}`);
    return voice;
  }

  /** Asserts that the engine is free and speaks as ever. Repeats may differ by a few samples. */
  async expectHealthy(): Promise<void> {
    const { length } = await this.listen(this.short);
    expect(Math.abs(length - this.#usualLength)).toBeLessThan(100);
  }

  /** Asserts that a text, cancelled so long after its beginning, was spoken by then or is given up with the reason. */
  async expectCancellable(speech: Speech, delaysMs: readonly number[]): Promise<void> {
    for (const delayMs of delaysMs) {
      const reason = new SpeechError('cancelled', 'changed my mind');
      const cancelling = new AbortController();
      setTimeout(() => cancelling.abort(reason), delayMs);
      // A turn of the event loop before each stretch, as a host gives it, or an inline engine cannot be told.
      const ready = async () => {
        await sleep(2);
        cancelling.signal.throwIfAborted();
      };
      const speaking = this.listen(speech, { signal: cancelling.signal, ready });
      const settled = await speaking.catch((error: unknown) => error);
      if (!(settled instanceof Listener)) expect(settled).toBe(reason);
    }
    await this.expectHealthy();
  }
}
