import { expect, it } from 'vitest';
import { partsOf, WordTimes } from './words.ts';

const word = (text: string, start = 0) => ({ text, start, end: start + 1 });

it('takes the last telling of each chunk, on the clock of the whole audio', () => {
  const times = new WordTimes();
  times.add({ chunk_seq: 0, chunk_audio_offset_sec: 0, alignment: null });
  times.add({ chunk_seq: 0, chunk_audio_offset_sec: 0, alignment: { segments: [word('One')] } });
  times.add({ chunk_seq: 1, chunk_audio_offset_sec: 2, alignment: { segments: [word('three', 0.5)] } });
  times.add({
    chunk_seq: 0,
    chunk_audio_offset_sec: 0,
    alignment: { segments: [word('One'), word('two', 1)] },
  });
  expect(times.words).toEqual([word('One'), word('two', 1), word('three', 2.5)]);
});

it('keeps all of the text, and finds words that are there twice in their order', () => {
  const text = '[happy] The end of the end.';
  const words = [word('The'), word('end', 1), word('of', 2), word('lost', 3), word('the', 4), word('end', 5)];
  const parts = partsOf(text, words);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(parts.filter((part) => part.word).map((part) => [part.index, part.word?.start])).toEqual([
    [8, 0],
    [12, 1],
    [16, 2],
    [19, 4],
    [23, 5],
  ]);
});
