import { type Span, TracedText } from '../../text/traced-text.ts';

/** What NFKD does not take apart. */
const plainSigns: Readonly<Record<string, string>> = {
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
/** What is not plain, with the accents that belong to it. */
const NOT_PLAIN = /[\x20-\x7e]?\p{M}+|[^\x20-\x7e]\p{M}*/gu;
const SOUND = /[A-Za-z0-9$%&@+=#*\\^_~|<>/]/;
const SOUNDS = new RegExp(`-?${SOUND.source}(?:\\S*${SOUND.source})?`, 'g');

/**
 * Text as Flite can take it, which knows ASCII only: accents are dropped, typographic signs become plain ones,
 * and other scripts, emoji and control characters become spaces. Empty if nothing is left that has a sound.
 */
export function speakableText(text: string): TracedText {
  const replacements = Array.from(text.matchAll(NOT_PLAIN), ({ 0: part, index }) => ({
    start: index,
    end: index + part.length,
    text: plain(part),
  }));
  const speakable = TracedText.replace(text, replacements);
  const isSilent = !SOUND.test(speakable.text);
  return isSilent ? TracedText.replace(text, [{ start: 0, end: text.length, text: '' }]) : speakable;
}

/** The words of a speakable text: what stands between spaces, without the punctuation around it. */
export function wordsOf(speakable: string): Span[] {
  return Array.from(speakable.matchAll(SOUNDS), ({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
  }));
}

function plain(part: string): string {
  return part
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(NOT_ASCII, (character) => plainSigns[character] ?? ' ');
}
