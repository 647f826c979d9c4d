import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noise, sine } from './audio/testing/signals.ts';
import { countWordErrors } from './recognition/testing/word-errors.ts';
import type { Recognizer, RecognizerManifest } from './recognizer.ts';

export interface RecognizerSubject {
  manifest: RecognizerManifest;
  create: () => Promise<Recognizer>;
  /** A few seconds of plain speech at a rate, and the words in them. */
  speech: (sampleRate: number) => Promise<{ samples: Float32Array; text: string }>;
}

/** Share of the words that even a small recognizer gets right in plain speech. */
const LEAST_UNDERSTOOD = 0.8;

/** What every engine that listens keeps to. */
export function describeRecognizer(name: string, { manifest, create, speech }: RecognizerSubject): void {
  describe(`${name} as a recognizer`, () => {
    let recognizer: Recognizer;
    let said: { samples: Int16Array; text: string };
    beforeAll(async () => {
      recognizer = await create();
      const { samples, text } = await speech(recognizer.sampleRate);
      said = { samples: integers(samples), text };
    });
    afterAll(async () => {
      await recognizer.close();
    });
    const seconds = (samples: Int16Array) => samples.length / recognizer.sampleRate;

    it('names languages as BCP 47 tags', () => {
      for (const tag of manifest.languages) expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
    });

    it('writes down what is said, without punctuation', async () => {
      const words = (await recognizer.recognize(said.samples)).map(({ text }) => text);
      const count = said.text.split(' ').length;
      expect(countWordErrors(said.text, words.join(' '))).toBeLessThanOrEqual((1 - LEAST_UNDERSTOOD) * count);
      for (const word of words) expect(word).toMatch(/^[\p{L}\p{N}'.-]+$/u);
    });

    it('tells when each word is heard, in order and within the recording', async () => {
      const words = await recognizer.recognize(said.samples);
      let time = 0;
      for (const { startSeconds, endSeconds } of words) {
        expect(startSeconds).toBeGreaterThanOrEqual(time);
        expect(endSeconds).toBeGreaterThan(startSeconds);
        time = endSeconds;
      }
      expect(time).toBeLessThanOrEqual(seconds(said.samples));
      expect(time).toBeGreaterThan(0.6 * seconds(said.samples));
    });

    it('hears the same at another time, whatever it heard between', async () => {
      const first = await recognizer.recognize(said.samples);
      await recognizer.recognize(integers(noise(3 * recognizer.sampleRate)));
      expect(await recognizer.recognize(said.samples)).toEqual(first);
    });

    it('moves the times with the speech', async () => {
      const silence = new Int16Array(recognizer.sampleRate / 2);
      const [word] = await recognizer.recognize(said.samples);
      const [later] = await recognizer.recognize(Int16Array.from([...silence, ...said.samples]));
      expect((later?.startSeconds ?? 0) - (word?.startSeconds ?? 0)).toBeCloseTo(0.5, 1);
    });

    it.each([
      ['nothing', 0, () => new Float32Array(0)],
      ['a single sample', 0, () => new Float32Array(1)],
      ['a hundredth of a second', 0, (rate: number) => new Float32Array(rate / 100)],
      ['ten seconds of silence', 10, (rate: number) => new Float32Array(10 * rate)],
      ['a square wave of full scale', 2, (rate: number) => square(100, rate, 2 * rate)],
      ['noise of full scale', 2, (rate: number) => noise(2 * rate, 1)],
      ['a tone', 2, (rate: number) => sine(440, { sampleRate: rate, length: 2 * rate })],
    ])('survives %s', async (_, length, make) => {
      for (const word of await recognizer.recognize(integers(make(recognizer.sampleRate)))) {
        expect(word.endSeconds).toBeLessThanOrEqual(length);
      }
    });
  });
}

function integers(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) => Math.round(32_767 * sample));
}

function square(frequency: number, sampleRate: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, n) => (((2 * frequency * n) / sampleRate) & 1 ? 1 : -1));
}
