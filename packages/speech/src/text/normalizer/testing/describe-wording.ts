import { describe, expect, it } from 'vitest';
import { TracedText } from '../../traced-text.ts';
import { normalize } from '../index.ts';

/** By kind: what is written, and what is said. */
export type Wordings = Readonly<Record<string, Readonly<Record<string, string>>>>;

const WORD = /[\p{L}\p{M}\p{N}'’-]+/gu;

/** Checks that texts are said as they should be, and that each spoken word knows what it stands for. */
export function describeWording(language: string, wordings: Wordings): void {
  describe.each(Object.entries(wordings))('%s', (_, cases) => {
    it.each(Object.entries(cases))('says "%s" as "%s"', (written, spoken) => {
      const replacements = normalize(written, language);
      const traced = TracedText.replace(written, replacements);
      expect(traced.text).toBe(spoken);

      let last = 0;
      for (const word of traced.text.matchAll(WORD)) {
        const source = traced.sourceOf({ start: word.index, end: word.index + word[0].length });
        const token = written.slice(source.start, source.end);
        const isReplaced = replacements.some(({ start, end }) => start < source.end && source.start < end);
        expect(token, word[0]).toMatch(/\S/);
        if (!isReplaced) expect(token).toBe(word[0]);
        // A word stands for all of a number or a name, never for half of it.
        expect(/\d[.,:]?\d/.test(written.slice(Math.max(0, source.start - 1), source.start + 1))).toBe(false);
        expect(source.start).toBeGreaterThanOrEqual(last);
        last = source.start;
      }
    });
  });
}
