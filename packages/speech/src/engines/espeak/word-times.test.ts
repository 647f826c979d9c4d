import { describe, expect, it } from 'vitest';
import type { EspeakEvent } from './native.ts';
import { WordTimes } from './word-times.ts';

const event = (
  type: EspeakEvent['type'],
  at: number,
  position: number,
  length = 0,
  id: string | number = 0,
) => ({ type, audio_position: at, text_position: position, word_length: length, id }) satisfies EspeakEvent;

/** Events as eSpeak NG 1.52 gives them for the text, and the words as text@start-end. */
function wordsOf(text: string, events: EspeakEvent[]): string[] {
  const times = new WordTimes(text, (codePoint) => codePoint);
  return events
    .map((one) => times.add(one))
    .filter((word) => word !== undefined)
    .map(({ textStart, textEnd, startMs, endMs }) => `${text.slice(textStart, textEnd)}@${startMs}-${endMs}`);
}

describe('WordTimes', () => {
  it('ends a word where the next begins, and the last of a clause where the pause begins', () => {
    const events = [
      event('word', 0, 1, 5),
      event('phoneme', 11, 1, 0, 'h'),
      event('word', 297, 7, 5),
      event('phoneme', 995, 12, 0, ''),
      event('phoneme', 1145, 12, 0, ''),
      event('end', 1145, 12),
    ];
    expect(wordsOf('Hello world.', events)).toEqual(['Hello@0-297', 'world@297-995']);
  });

  it('takes the parts of a number for one word', () => {
    const events = [
      event('word', 0, 1, 1),
      event('word', 284, 2, 5),
      event('word', 627, 3, 5),
      event('word', 822, 3, 5),
      event('word', 1133, 8, 5),
      event('end', 1500, 13),
    ];
    expect(wordsOf('$42.50 today', events)).toEqual(['$@0-284', '42.50@284-1133', 'today@1133-1500']);
  });

  it('lets a word cover those that were spoken with it', () => {
    const events = [event('word', 0, 1, 2), event('word', 205, 8, 5), event('end', 700, 14)];
    expect(wordsOf('in the shade,', events)).toEqual(['in the@0-205', 'shade@205-700']);
  });
});
