import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Dictionary } from './dictionary.ts';
import { toKana } from './kana.ts';

const dictionary = new Dictionary();
const inKana = (text: string) => toKana(text, (asked) => dictionary.analyse(asked));

afterAll(() => dictionary.close());

describe('kana', () => {
  it.each([
    ['今日は天気がいいですね。', 'キョオワ テンキガ イイデスネ。'],
    ['東京都知事選挙の投票が始まりました。', 'トオキョオ トチジ センキョノ トオヒョオガ ハジマリマシタ。'],
    ['京都へ行き、コーヒーを飲んだ。', 'キョオトエ イキ、コオヒイヲ ノンダ。'],
    ['「学校」と言った。', '「ガッコオ」ト イッタ。'],
    ['NHKを見る。', 'NHKヲ ミル。'],
    ['2024年3月5日は火曜日です。', 'ニセンニジュウヨネンサンガツイツカワ カヨオビデス。'],
    ['二人で三百円払った。', 'フタリデ サンビャクエン ハラッタ。'],
    ['六本木は十分です。', 'ロッポンギワ ジュウブンデス。'],
    ['三本、鉛筆を買う。', 'サンボン、エンピツヲ カウ。'],
  ])('reads "%s" as "%s"', async (text, kana) => {
    expect((await inKana(text)).text).toBe(kana);
  });

  it.each([
    ['0時', 'ゼロジ'],
    ['4時 7時 9時', 'ヨジ シチジ クジ'],
    ['8時15分', 'ハチジジュウゴフン'],
    ['10分 3分 4分', 'ジュップン サンプン ヨンプン'],
    ['4月20日', 'シガツハツカ'],
    ['1日 14日 31日', 'ツイタチ ジュウヨッカ サンジュウイチニチ'],
    ['1人 2人 4人 20人', 'ヒトリ フタリ ヨニン ニジュウニン'],
    ['20歳 1歳', 'ハタチ イッサイ'],
    ['1回 6回 10回', 'イッカイ ロッカイ ジュッカイ'],
    ['1本 3本 6本', 'イッポン サンボン ロッポン'],
    ['300円 600円 800円', 'サンビャクエン ロッピャクエン ハッピャクエン'],
    ['1,000円 3000円', 'センエン サンゼンエン'],
    ['10,000円', 'イチマンエン'],
    ['12345678', 'イッセンニヒャクサンジュウヨンマンゴセンロッピャクナナジュウハチ'],
    ['3.14', 'サンテンイチヨン'],
    ['50%', 'ゴジュウパアセント'],
    ['007', 'ゼロゼロナナ'],
    ['1時間 3分間', 'イチジカン サンプンカン'],
  ])('counts "%s" as "%s"', async (text, kana) => {
    expect((await inKana(text)).text).toBe(kana);
  });

  it('asks for the dictionary only where there are kanji', async () => {
    const never = () => Promise.reject(new Error('asked'));
    expect((await toKana('コーヒー、ありがとう。3つ', never)).text).toBe('コオヒイ、ありがとう。サンつ');
    await expect(toKana('学校', never)).rejects.toThrow('asked');
  });

  it('knows what each phrase stands for', async () => {
    const text = '今日は3月5日で、天気がいいです。';
    const kana = await inKana(text);
    const sources = Array.from(kana.text.matchAll(/[^\s、。]+/g), ({ 0: phrase, index }) => {
      const { start, end } = kana.sourceOf({ start: index, end: index + phrase.length });
      return `${phrase}=${text.slice(start, end)}`;
    });
    expect(sources).toEqual([
      'キョオワ=今日は',
      'サンガツイツカデ=3月5日で',
      'テンキガ=天気が',
      'イイデス=いいです',
    ]);
  });

  it('loads away from the event loop, and rejects what waits when it is closed', async () => {
    const own = new Dictionary();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await own.analyse('学校');
    clearInterval(timer);
    // Loading takes 300 ms and more in one go, where it runs.
    expect(ticks).toBeGreaterThan(10);
    const waiting = own.analyse('天気');
    const refused = expect(waiting).rejects.toMatchObject({ code: 'engine_failed' });
    await own.close();
    await refused;
    expect((await own.analyse('天気'))[0]?.pronunciation).toBe('テンキ');
    await own.close();
  });

  it('gives its memory back when nobody asks any more', async () => {
    const own = new Dictionary({ idleMs: 50 });
    expect(own.isLoaded).toBe(false);
    await own.analyse('学校');
    expect(own.isLoaded).toBe(true);
    await expect.poll(() => own.isLoaded).toBe(false);
  });

  it('takes any text', async () => {
    const parts = fc.constantFrom(
      '学校',
      '一二',
      'ー',
      '3月',
      'は',
      'Go',
      '\ud83d',
      '\0',
      '　',
      '🎉',
      '\u200d',
      '％',
      '々',
    );
    const text = fc.oneof(
      fc.array(parts, { maxLength: 12 }).map((several) => several.join('')),
      fc.string({ unit: 'binary', maxLength: 30 }).map((any) => `${any}学${any}`),
    );
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        const kana = await inKana(written);
        const { start, end } = kana.sourceOf({ start: 0, end: kana.text.length });
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(written.length);
        if (kana.text !== '') expect(end).toBeGreaterThan(start);
      }),
      { numRuns: 300 },
    );
  });
});
