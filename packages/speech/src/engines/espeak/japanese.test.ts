import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Synthesizer } from '../../synthesizer.ts';
import { listen } from '../testing/listener.ts';
import { createSynthesizer } from './engine.ts';
import { loadEspeak } from './native.ts';

const kanji = '今日は東京の天気がとてもいいです。';
const kana = 'キョオワ トオキョオノ テンキガ トテモ イイデス。';

describe('Japanese', () => {
  let synthesizer: Synthesizer;
  beforeAll(async () => {
    synthesizer = await createSynthesizer();
  });
  afterAll(() => synthesizer.close());

  it('says kanji as their kana', async () => {
    const voice = 'espeak-ja';
    const [written, spelled] = [
      await listen(synthesizer, { text: kanji, voice }),
      await listen(synthesizer, { text: kana, voice }),
    ];
    expect(Math.abs(written.length - spelled.length)).toBeLessThan(100);
  });

  it('gives the times of words in the text as it was written', async () => {
    const { heardWords: words } = await listen(synthesizer, { text: kanji, voice: 'espeak-ja' });
    expect(words.map(({ textStart, textEnd }) => kanji.slice(textStart, textEnd))).toEqual([
      '今日は',
      '東京の',
      '天気が',
      'とても',
      'いいです',
    ]);
    const starts = words.map(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  it('is needed, because eSpeak NG names each kanji in English', async () => {
    const { worker } = await loadEspeak();
    const phonemesOf = (text: string) => {
      const phonemes: unknown[] = [];
      worker.set_voice('jpx/ja');
      worker.synthesize(text, (_, events) => {
        phonemes.push(...events.filter(({ type }) => type === 'phoneme').map(({ id }) => id));
        return false;
      });
      return phonemes.join('');
    };
    expect(phonemesOf(kanji)).toContain('(en)tʃˈaɪniːz');
    expect(phonemesOf(kana)).not.toContain('(en)');
  });
});
