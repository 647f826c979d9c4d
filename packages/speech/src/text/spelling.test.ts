import { eld } from 'eld/extrasmall';
import { describe, expect, it } from 'vitest';
import { matchSpelling } from './spelling.ts';

/** The same texts every time: words of many scripts, in any order, with what stands between words. */
function* texts(count: number): Generator<string> {
  const words =
    "Where is the nearest station Où est la gare plus proche d’accord l'été Wo der nächste Bahnhof Straße ¿Dónde está estación año Dove si trova più vicina Onde fica é não Waar dichtstbijzijnde Var ligger närmaste Hvor er nærmeste Missä lähin rautatieasema Gdzie jest najbliższa Dnes je hezké počasí Hol van legközelebbi En yakın İstasyon nerede Nhà ga gần nhất ở đâu Где находится ближайшая станция Де найближча Къде е най-близката Где је أين أقرب محطة نزدیک‌ترین ایستگاه آج موسم बहुत अच्छा है आज हवामान 今天天气很好 今日は天気がいい 오늘은 날씨가 좋습니다 Πού είναι ο σταθμός איפה התחנה ვიყავი አየሩ வானிலை Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch 𝒽ello a b I 42 🎉 “quoted” x-ray rock`n`roll".split(
      ' ',
    );
  let state = 1;
  const below = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  for (let made = 0; made < count; made++) {
    const start = below(words.length);
    const near = below(3) > 0;
    yield Array.from({ length: 1 + below(made % 10 === 0 ? 120 : 12) }, (_, index) =>
      near ? words[(start + index) % words.length] : words[below(words.length)],
    ).join([' ', ', ', ' – ', '\n'][below(4)]);
  }
}

describe('matchSpelling', () => {
  it('finds what eld finds', () => {
    let reliable = 0;
    for (const text of texts(3_000)) {
      const expected = eld.detect(text);
      const { scores, isReliable } = matchSpelling(text);
      expect([...scores], text).toEqual(Object.entries(expected.getScores()));
      expect(isReliable, text).toBe(expected.isReliable());
      reliable += Number(isReliable);
    }
    expect(reliable).toBeGreaterThan(1_000);
  });

  it.each(['', ' ', '42', '🎉', '\ud800'])('finds nothing in %j', (text) => {
    expect(matchSpelling(text)).toEqual({ scores: new Map(), isReliable: false });
  });
});
