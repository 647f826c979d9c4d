import { describe, expect, it } from 'vitest';
import { detectLanguage } from './language.ts';

const sentences: [string, ...string[]][] = [
  ['en', 'Where is the nearest station?', 'The weather is nice today.', 'Happy birthday', 'Second sentence.'],
  ['fr', 'Où est la gare la plus proche ?', "Je voudrais un café, s'il vous plaît."],
  ['de', 'Wo ist der nächste Bahnhof?', 'Vielen Dank'],
  ['es', '¿Dónde está la estación más cercana?', 'Muchas gracias por su ayuda.'],
  ['it', 'Dove si trova la stazione più vicina?', 'Grazie mille per il tuo aiuto.'],
  ['pt', 'Onde fica a estação mais próxima?', 'Muito obrigado pela sua ajuda.'],
  ['nl', 'Waar is het dichtstbijzijnde station?', 'Het weer is vandaag mooi.'],
  ['sv', 'Var ligger närmaste station?'],
  ['da', 'Hvor er den nærmeste station?'],
  ['no', 'Hvor ligger nærmeste stasjon?'],
  ['fi', 'Missä on lähin rautatieasema?'],
  ['pl', 'Gdzie jest najbliższa stacja?'],
  ['cs', 'Dnes je hezké počasí.'],
  ['hu', 'Hol van a legközelebbi állomás?'],
  ['ro', 'Unde este cea mai apropiată gară?'],
  ['tr', 'En yakın istasyon nerede?'],
  ['vi', 'Nhà ga gần nhất ở đâu?'],
  ['id', 'Di mana stasiun terdekat?'],
  ['ca', "On és l'estació més propera?"],
  ['lt', 'Kur yra artimiausia stotis?'],
  ['et', 'Kus on lähim raudteejaam?'],
  ['ru', 'Где находится ближайшая станция?', 'Привет'],
  ['uk', 'Де знаходиться найближча станція?'],
  ['bg', 'Къде е най-близката гара?'],
  ['sr', 'Где је најближа станица?'],
  ['ar', 'أين أقرب محطة؟'],
  ['fa', 'نزدیک‌ترین ایستگاه کجاست؟'],
  ['ur', 'آج موسم بہت اچھا ہے۔'],
  ['hi', 'आज मौसम बहुत अच्छा है।'],
  ['mr', 'आज हवामान खूप छान आहे.'],
  ['zh', '今天天气很好。', '你好'],
  ['ja', '今日は天気がいいです。', '東京都知事選挙 投票始まる'],
  ['ko', '오늘은 날씨가 좋습니다.'],
  ['el', 'Πού είναι ο σταθμός;'],
  ['he', 'איפה התחנה הקרובה?'],
  ['th', 'วันนี้อากาศดี'],
  ['ka', 'დღეს კარგი ამინდია.'],
  ['am', 'ዛሬ አየሩ ጥሩ ነው።'],
  ['ta', 'இன்று வானிலை நன்றாக உள்ளது.'],
];
const cases = sentences.flatMap(([language, ...texts]) => texts.map((text) => ({ language, text })));

describe('detectLanguage', () => {
  it.each(cases)('takes "$text" for $language', ({ text, language }) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it.each([
    ['en', 'Hello'],
    ['fr', 'Bonjour Pierre !'],
    ['es', '¡Hola!'],
    ['it', 'Ciao'],
    ['pt', 'Ola\u0301'],
    ['de', 'Guten Tag'],
  ])('knows the %s greeting "%s", whatever it falls back to', (language, text) => {
    expect(detectLanguage(text, 'sv')).toBe(language);
    expect(detectLanguage(text, 'zh')).toBe(language);
  });

  it.each(['OK', '🎉👍🏽', '3.14', '', ' \n', '?!'])('falls back for "%s"', (text) => {
    expect(detectLanguage(text)).toBe('en');
    expect(detectLanguage(text, 'fr-CA')).toBe('fr');
  });

  it('falls back to the main language of the script when the fallback is not written in it', () => {
    expect(detectLanguage('Да', 'fr')).toBe('ru');
    expect(detectLanguage('Да', 'bg')).toBe('bg');
    expect(detectLanguage('Xyz', 'ja')).toBe('en');
    expect(detectLanguage('نعم', 'en')).toBe('ar');
  });

  it('takes a short text in Han characters for Japanese only where Japanese is expected', () => {
    expect(detectLanguage('東京駅', 'ja')).toBe('ja');
    expect(detectLanguage('東京駅', 'en')).toBe('zh');
    expect(detectLanguage('委员会周二开会，没有人来，是天气的原因吗', 'ja')).toBe('zh');
  });

  it('lets the fallback decide between languages that fit equally well', () => {
    expect(detectLanguage('Kde je nejbližší nádraží?', 'cs')).toBe('cs');
    expect(detectLanguage('Kde je nejbližší nádraží?', 'sk')).toBe('sk');
  });

  it('is not misled by names and technical words in Latin letters', () => {
    expect(detectLanguage('我在用 Visual Studio Code')).toBe('zh');
    expect(detectLanguage('Я работаю в Visual Studio Code')).toBe('ru');
    expect(detectLanguage('The Chinese word 你好 means hello.')).toBe('en');
  });

  it('is not misled by addresses, numbers and emoji', () => {
    expect(detectLanguage('🎉🎉 12345: Où est la gare la plus proche ? 🎉 67890')).toBe('fr');
  });

  it('looks at the first 1,000 characters only', () => {
    expect(detectLanguage(`${'今天天气很好。'.repeat(143)}${'The weather is nice. '.repeat(1000)}`)).toBe(
      'zh',
    );
  });

  it('refuses a fallback that is no language tag', () => {
    expect(() => detectLanguage('Hello', 'not a tag')).toThrow(RangeError);
  });
});
