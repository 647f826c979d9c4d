import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rmsDb } from './audio/measure.ts';
import { VoiceCatalogue } from './catalogue.ts';
import { engines } from './engines/registry.gen.ts';
import { listen } from './engines/testing/listener.ts';
import { Narrator, type Passage } from './narrator.ts';
import type { Synthesizer } from './synthesizer.ts';
import type { Voice } from './voice.ts';

const speaking = engines.filter(({ manifest }) => manifest.id === 'espeak' || manifest.id === 'flite');
const catalogue = new VoiceCatalogue(speaking);
const voice = (id: string) => catalogue.find(id) ?? expect.fail(`no voice ${id}`);

const sentences: Readonly<Record<string, readonly [string, string]>> = {
  en: ['The boats came home in the evening.', 'On 3 March 2024 it cost $5.20.'],
  fr: ['Où est la gare la plus proche ?', "Je voudrais un café, s'il vous plaît."],
  de: ['Wo ist der nächste Bahnhof?', 'Am Abend kamen die Boote zurück in den Hafen.'],
  es: ['¿Dónde está la estación más cercana?', 'Muchas gracias por su ayuda.'],
  it: ['Dove si trova la stazione più vicina?', 'Grazie mille per il tuo aiuto.'],
  pt: ['Onde fica a estação mais próxima?', 'Muito obrigado pela sua ajuda.'],
  nl: ['Waar is het dichtstbijzijnde station?', 'Het weer is vandaag mooi.'],
  ru: ['Где находится ближайшая станция?', 'Сегодня хорошая погода, пойдём гулять.'],
  el: ['Πού είναι ο σταθμός;', 'Σήμερα ο καιρός είναι πολύ καλός.'],
  ar: ['أين أقرب محطة؟', 'الطقس جميل جدا اليوم.'],
  he: ['איפה התחנה הקרובה?', 'מזג האוויר יפה היום.'],
  hi: ['आज मौसम बहुत अच्छा है।', 'सबसे नज़दीकी स्टेशन कहाँ है?'],
  zh: ['今天天气很好。', '会议在2024年3月5日10:30开始，票价¥5.20。'],
  ja: ['今日は天気がいいです。', '最寄りの駅はどこですか。'],
  ko: ['오늘은 날씨가 좋습니다.', '가장 가까운 역이 어디예요?'],
};

const mixed: readonly (readonly [string, ...string[]])[] = [
  ['The Chinese word 你好 means hello.', 'en', 'zh', 'en'],
  ['我每天都在用 Visual Studio Code 写程序。', 'zh', 'en', 'zh'],
  ['他说 nice to meet you 的时候笑了。', 'zh', 'en', 'zh'],
  ['The sign said 東京タワー in large letters.', 'en', 'ja', 'en'],
  ['今日は Google Chrome を使います。', 'ja', 'en', 'ja'],
  ['The old man said “Привет, как дела?” to all of us.', 'en', 'ru', 'en'],
  ['오늘은 machine learning 수업이 있어요.', 'ko', 'en', 'ko'],
  ['He wrote שלום לכולם on the wall.', 'en', 'he', 'en'],
  ['In Athens they say καλημέρα σας to everyone.', 'en', 'el', 'en'],
  ['It is raining in the mountains. Il pleut dans les montagnes depuis hier soir.', 'en', 'fr'],
];

function narrate(text: string, voices: readonly Voice[] = []) {
  const options = { chunkLength: 300, minChunkLength: 100, earlyStart: false, rate: 1, maxAudioMs: 60_000 };
  const narrator = new Narrator({ catalogue, voices, ...options });
  return [...narrator.push(text), ...narrator.flush()];
}

const languageOf = ({ utterance }: Passage) => {
  const [tag = ''] = voice(utterance.voice).languages;
  return new Intl.Locale(tag).language;
};

describe('speech in many languages', () => {
  const synthesizers = new Map<string, Synthesizer>();
  beforeAll(async () => {
    for (const { manifest, load } of speaking) {
      synthesizers.set(manifest.id, await (await load()).createSynthesizer());
    }
  });
  afterAll(() => Promise.all([...synthesizers.values()].map((synthesizer) => synthesizer.close())));

  /** Seconds of speech that a passage makes, which can be heard. */
  async function secondsOf({ utterance }: Passage): Promise<number> {
    const synthesizer = synthesizers.get(utterance.voice.split('-', 1)[0] ?? '');
    const heard = await listen(synthesizer ?? expect.fail('no engine'), utterance);
    expect(rmsDb(heard.samples)).toBeGreaterThan(-40);
    return heard.length / voice(utterance.voice).sampleRate;
  }

  const all = Object.entries(sentences).flatMap(([language, texts]) =>
    texts.map((text) => ({ language, text })),
  );
  it.each(all)('speaks "$text" with a voice for $language', async ({ language, text }) => {
    const passages = narrate(text);
    expect(passages.map(languageOf)).toEqual([language]);
    const [passage] = passages;
    const seconds = await secondsOf(passage ?? expect.fail('nothing'));
    // Read letter by letter, or by the names of letters, it would take far longer.
    expect(seconds).toBeGreaterThan(0.6);
    expect(seconds).toBeLessThan(
      1 +
        0.12 *
          (passage?.utterance.text.length ?? 0) *
          (/\p{Script=Han}|\p{Script=Hangul}/u.test(text) ? 3 : 1),
    );
  });

  it.each(mixed)('speaks each part of "%s" with a voice for its language', async (text, ...languages) => {
    const passages = narrate(text);
    expect(passages.map(languageOf)).toEqual(languages);
    for (const passage of passages) expect(await secondsOf(passage)).toBeGreaterThan(0.2);
    expect(passages.map(({ source }) => text.slice(source.start, source.end)).join('')).toBe(text);
    const inner = passages.slice(0, -1).map(({ utterance }) => utterance.pauseAfterMs);
    for (const pause of inner) expect(pause).toBe(text.startsWith('It is raining') ? 250 : 0);
  });

  it('leaves to a chosen voice what it can read, and has one like it read the rest', async () => {
    const text = 'The Chinese word 你好 means hello.';
    const [before, foreign, behind] = narrate(text, [voice('flite-slt')]);
    expect([before, behind].map((passage) => passage?.utterance.voice)).toEqual(['flite-slt', 'flite-slt']);
    const { f0Hz = 0 } = voice('flite-slt').profile ?? {};
    expect(foreign?.utterance).toMatchObject({ voice: 'espeak-cmn', language: 'zh', timbre: { f0Hz } });
    const french = narrate('Où est la gare la plus proche ?', [voice('espeak-de')]);
    expect(french.map(({ utterance }) => [utterance.voice, utterance.language])).toEqual([
      ['espeak-de', 'de'],
    ]);
    const phrase = narrate('我每天都在用 Visual Studio Code 写程序。', [voice('espeak-cmn')]);
    expect(phrase.map(({ utterance }) => [utterance.voice, utterance.language])).toEqual([
      ['espeak-cmn', 'zh'],
    ]);
    const kanji = narrate('東京駅', [voice('espeak-ja')]);
    expect(kanji.map(({ utterance }) => utterance.voice)).toEqual(['espeak-ja']);
  });

  it.each([
    [
      'espeak-en-us',
      'By March 3, 2024 one cost $5.20.',
      ['By', 'March', '3', '2024', 'one', 'cost', '$5.20'],
    ],
    ['espeak-cmn', '票价¥5.20。', ['票', '价', '¥5.20']],
  ])('gives the times of what was written, whatever was said for it: %s', async (id, text, tokens) => {
    const [passage] = narrate(text, [voice(id)]);
    const espeak = synthesizers.get('espeak') ?? expect.fail('no engine');
    const { heardWords } = await listen(espeak, passage?.utterance ?? expect.fail('nothing'));
    const written = heardWords.map(({ textStart, textEnd }) => {
      const { start, end } = passage?.sourceOf({ start: textStart, end: textEnd }) ?? expect.fail('nothing');
      return text.slice(start, end);
    });
    expect(written.filter((token, index) => token !== written[index - 1])).toEqual(tokens);
  });

  it('writes numbers out in the language in which they are read', () => {
    const said = (text: string, id?: string) =>
      narrate(text, id ? [voice(id)] : []).map(({ utterance }) => utterance.text);
    expect(said('It cost $5.20.')).toEqual(['It cost five dollars and twenty cents.']);
    expect(said('On 3/5/2024.', 'espeak-en-gb')).toEqual(['On the third of May, twenty twenty-four.']);
    expect(said('It cost $5.20.', 'espeak-de')).toEqual(['It cost $5.20.']);
    expect(said('12', 'espeak-cmn')).toEqual(['十二']);
  });
});
