import { describe, expect, it } from 'vitest';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { recognitionSentences } from '../../packages/speech/src/recognition/testing/sentences.ts';
import { wordsOf } from '../../packages/speech/src/recognition/testing/word-errors.ts';
import { speak } from '../http/speech-call.ts';
import { postRecording, transcriptOf } from '../listening/asr-call.ts';
import { runServer } from '../running-server.ts';
import { countKeptWords } from './word-alignment.ts';

describe('countKeptWords', () => {
  it('counts the words that are there in the same order', () => {
    expect(countKeptWords('The cat sat.', 'the cat sat')).toBe(3);
    expect(countKeptWords('The cat sat.', 'a the cat had')).toBe(2);
    expect(countKeptWords('one two three', 'three two one')).toBe(1);
    expect(countKeptWords('one two', '')).toBe(0);
  });
});

describeWithPocketSphinx('A listener who knows only the sound', () => {
  it('understands what the default voice says', async () => {
    await using server = await runServer();
    let kept = 0;
    const misheard: string[] = [];
    for (const sentence of recognitionSentences) {
      const audio = await speak(server, { text: sentence, format: 'wav', sample_rate: 16_000 });
      const { text: heard } = await transcriptOf(await postRecording(server, { audio }));
      const understood = countKeptWords(sentence, heard);
      kept += understood;
      if (understood < wordsOf(sentence).length) misheard.push(`${sentence} → ${heard}`);
    }
    const share = kept / recognitionSentences.flatMap(wordsOf).length;
    expect(share, misheard.join('\n')).toBeGreaterThanOrEqual(0.85);
  });
});
