/** What NFKD does not take apart. */
const replacements: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '′': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '″': '"',
  '–': ' -- ',
  '—': ' -- ',
  '−': '-',
  '‐': '-',
  '‑': '-',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
  '€': ' euro ',
  '£': ' pound ',
  '¥': ' yen ',
  '°': ' degrees ',
  '×': ' times ',
  '÷': ' divided by ',
  '⁄': '/',
};
const NOT_ASCII = /[^\x20-\x7e]/gu;
const SOUND = /[A-Za-z0-9$%&@+=#*\\^_~|<>/]/;

/**
 * Text as Flite can take it, which knows ASCII only: accents are dropped, typographic signs become plain ones,
 * and other scripts, emoji and control characters become spaces. Empty if nothing is left that has a sound.
 */
export function speakableText(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(NOT_ASCII, (character) => replacements[character] ?? ' ');
  return SOUND.test(plain) ? plain : '';
}
