import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectLanguage } from './language.ts';
import { languageRuns } from './language-runs.ts';

const runsOf = (text: string, expected = 'en') => {
  const runs = languageRuns(text, detectLanguage(text, expected));
  return runs.map(({ start, end, language }) => `${language}:${text.slice(start, end)}`);
};

describe('language runs', () => {
  it.each([
    ['The Chinese word 你好 means hello.', ['en:The Chinese word ', 'zh:你好 ', 'en:means hello.']],
    [
      '我每天都在用 Visual Studio Code 写程序。',
      ['zh:我每天都在用 ', 'en:Visual Studio Code ', 'zh:写程序。'],
    ],
    [
      'The old man said “Привет, как дела?” to all of us.',
      ['en:The old man said ', 'ru:“Привет, как дела?” ', 'en:to all of us.'],
    ],
    ['The sign said 東京タワー in red.', ['en:The sign said ', 'ja:東京タワー ', 'en:in red.']],
    [
      'This is Greek: Καλημέρα σας. That was it.',
      ['en:This is Greek: ', 'el:Καλημέρα σας. ', 'en:That was it.'],
    ],
    ['In Hebrew it is (שלום) I think.', ['en:In Hebrew it is ', 'he:(שלום) ', 'en:I think.']],
    ['今日は Visual Studio Code を使います。', ['ja:今日は ', 'en:Visual Studio Code ', 'ja:を使います。']],
    ['私は Google が好きです。', ['ja:私は ', 'en:Google ', 'ja:が好きです。']],
    ['오늘은 machine learning 수업이 있어요.', ['ko:오늘은 ', 'en:machine learning ', 'ko:수업이 있어요.']],
    [
      '用 Windows Phone 10 系统的人，不多了吧。',
      ['zh:用 ', 'en:Windows Phone 10 ', 'zh:系统的人，不多了吧。'],
    ],
    [
      'It is raining in the mountains. Il pleut dans les montagnes depuis hier soir.',
      ['en:It is raining in the mountains. ', 'fr:Il pleut dans les montagnes depuis hier soir.'],
    ],
  ])('splits "%s"', (text, expected) => {
    expect(runsOf(text)).toEqual(expected);
  });

  it.each([
    'We met Jürgen Müller at the Champs-Élysées in Paris.',
    'She said “déjà vu” and went on with the work.',
    '我喜欢 Google 和 iPhone 15。',
    '我们去 McDonald’s 吃饭。',
    'Я работаю в Google уже два года.',
    'A4纸和T恤，还有5G。',
    'Dr. Smith went to Washington. He liked it there.',
    'The α of the curve.',
    '今日は東京で会議があります。',
    '12:30, 5 €!',
    '🎉',
    '',
  ])('leaves "%s" in one piece', (text) => {
    expect(runsOf(text)).toHaveLength(1);
  });

  it('covers the whole text, and tells where a sentence ends between two languages', () => {
    const text = '  Guten Morgen zusammen, wie geht es euch allen? Good morning, how are all of you? 你好。 ';
    const runs = languageRuns(text, 'de');
    expect(runs.map(({ language }) => language)).toEqual(['de', 'zh']);
    expect(runs[0]?.start).toBe(0);
    expect(runs.at(-1)?.end).toBe(text.length);
    expect(runs.map(({ endsSentence }) => endsSentence)).toEqual([true, false]);
  });
});

describe('language runs of any text', () => {
  const words = fc.constantFrom(
    'Hello',
    'there',
    '你好',
    '。',
    '. ',
    '? ',
    'Привет',
    'こんにちは',
    '東京',
    'שלום',
    '12',
    ' ',
    '(',
    '“',
    '🎉',
    'α',
    '\n',
  );
  const text = fc.oneof(
    fc.array(words, { maxLength: 30 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 80 }),
  );

  it('follow each other from start to end', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('en', 'zh', 'ja', 'ru', 'he', 'fr'), (written, language) => {
        const runs = languageRuns(written, language);
        expect(runs[0]?.start).toBe(0);
        expect(runs.at(-1)?.end).toBe(written.length);
        for (const [index, run] of runs.entries()) {
          if (written !== '') expect(run.end).toBeGreaterThan(run.start);
          expect(run.end).toBe(runs[index + 1]?.start ?? written.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('cost next to nothing in plain prose', () => {
    const prose =
      'The boats came home in the evening, one after the other. Nobody spoke, and it was late. '.repeat(4);
    const rounds = 2_000;
    const start = process.cpuUsage();
    for (let round = 0; round < rounds; round++) languageRuns(prose, 'en');
    expect(process.cpuUsage(start).user / 1000 / rounds).toBeLessThan(0.1);
  });
});
