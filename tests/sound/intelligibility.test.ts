import { describe, expect, it } from 'vitest';
import { speakSamples } from '../http/speech-call.ts';
import { runServer } from '../running-server.ts';
import { hasTranscriber, openTranscriber, transcriberSampleRate } from './transcriber.ts';
import { countKeptWords, wordsOf } from './word-alignment.ts';

const sentences = [
  'The weather is nice and warm today.',
  'She opened the window and looked outside.',
  'We will meet again in the morning.',
  'My brother works in a small hospital.',
  'The children are playing in the garden.',
  'He bought a new car last summer.',
  'Please close the door behind you.',
  'They waited for the train for an hour.',
  'The old man told a long story.',
  'I would like another cup of coffee.',
  'The river runs through the middle of the city.',
  'Nobody knows what happened last night.',
  'She has been a teacher for many years.',
  'The meeting will start in about ten minutes.',
  'It was raining when we left the house.',
  'The company sold more books than last year.',
  'You can find the answer on the next page.',
  'Our neighbors have a big black dog.',
  'He wrote a letter to his mother every week.',
  'The road to the village was closed.',
];

describe('countKeptWords', () => {
  it('counts the words that are there in the same order', () => {
    expect(countKeptWords('The cat sat.', 'the cat sat')).toBe(3);
    expect(countKeptWords('The cat sat.', 'a the cat had')).toBe(2);
    expect(countKeptWords('one two three', 'three two one')).toBe(1);
    expect(countKeptWords('one two', '')).toBe(0);
  });
});

describe.skipIf(!hasTranscriber())('A listener who knows only the sound', () => {
  it('understands what the default voice says', { timeout: 120_000 }, async () => {
    await using server = await runServer();
    using transcriber = openTranscriber();
    let kept = 0;
    const misheard: string[] = [];
    for (const sentence of sentences) {
      const samples = await speakSamples(server, { text: sentence }, transcriberSampleRate);
      const heard = await transcriber.transcribe(samples);
      const understood = countKeptWords(sentence, heard);
      kept += understood;
      if (understood < wordsOf(sentence).length) misheard.push(`${sentence} → ${heard}`);
    }
    const share = kept / sentences.flatMap(wordsOf).length;
    expect(share, misheard.join('\n')).toBeGreaterThanOrEqual(0.85);
  });
});
