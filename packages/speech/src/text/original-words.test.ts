import { describe, expect, it } from 'vitest';
import type { WordTiming } from '../utterance.ts';
import { OriginalWords } from './original-words.ts';
import { TracedText } from './traced-text.ts';

const original = 'Pay $5 now.';
const traced = TracedText.replace(original, [{ start: 4, end: 6, text: 'five dollars' }]);

/** A tenth of a second each. */
const heard: WordTiming[] = ['Pay', 'five', 'dollars', 'now'].map((word, index) => {
  const textStart = traced.text.indexOf(word);
  return { textStart, textEnd: textStart + word.length, startMs: 100 * index, endMs: 100 * index + 90 };
});

const shown = (words: WordTiming[]) =>
  words.map(({ textStart, textEnd, startMs, endMs }) => [original.slice(textStart, textEnd), startMs, endMs]);
const read = () => new OriginalWords((part) => traced.sourceOf(part));

describe('The words of an original text', () => {
  it('are those that the spoken ones stand for, each once', () => {
    const words = read();
    expect(shown([...words.add(heard), ...words.end()])).toEqual([
      ['Pay', 0, 90],
      ['$5', 100, 290],
      ['now', 300, 390],
    ]);
  });

  it('are the same when they come one by one, each when the next begins', () => {
    const words = read();
    expect(heard.map((word) => shown(words.add([word])).length)).toEqual([0, 1, 0, 1]);
    expect(shown(words.end())).toEqual([['now', 300, 390]]);
    expect(words.end()).toEqual([]);
  });

  it('are not given again when the utterance is said again', () => {
    const words = read();
    const before = words.add(heard.slice(0, 3));
    const after = [...words.add(heard), ...words.end()];
    expect(shown([...before, ...after]).map(([word]) => word)).toEqual(['Pay', '$5', 'now']);
  });
});
