/** A word of a text, as an aligner knows words. */
export interface PronouncedWord {
  /** UTF-16 code units in the text. */
  textStart: number;
  textEnd: number;
  /** As the dictionary has it. */
  entry?: string;
  /** How to say what it does not have: phones of the language, with spaces between them. */
  phones: string;
}

export interface Pronouncing {
  /** BCP 47 primary tag. */
  language: 'en' | 'fr';
  /** What the dictionary has of a word in lower case. */
  lookUp(word: string): string | undefined;
}

/**
 * The words of a text with how they are said: as the dictionary has it, else as the dictionary has its parts, else as it
 * is spelled, which is good enough to find a word that is known to be there. What cannot be said in the language is left
 * out.
 */
export function pronounce(text: string, { language, lookUp }: Pronouncing): PronouncedWord[] {
  const words = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)];
  return words.flatMap(({ segment, index, isWordLike }): PronouncedWord[] => {
    if (!isWordLike) return [];
    const place = { textStart: index, textEnd: index + segment.length };
    const word = plain(segment);
    const known = lookUp(word);
    if (known) return [{ ...place, entry: word, phones: known }];
    const phones = phonesOf(word, { language, lookUp });
    return phones ? [{ ...place, phones }] : [];
  });
}

function plain(word: string): string {
  return word.normalize('NFC').toLowerCase().replaceAll('’', "'");
}

function phonesOf(word: string, { language, lookUp }: Pronouncing): string {
  // "l'homme" is "l'" and "homme"; "42" is "4" and "2".
  const parts = word.match(/\p{L}+'?|\d/gu) ?? [];
  const said = parts.map((part) => {
    const name = digits[language][Number.parseInt(part, 10)] ?? part;
    return lookUp(name) ?? lookUp(name.replace("'", '')) ?? spelled(name, letters[language]);
  });
  return said.filter(Boolean).join(' ');
}

function spelled(word: string, phones: Readonly<Record<string, string>>): string {
  const base = word.normalize('NFD').replace(/\p{M}/gu, '');
  return [...base].flatMap((letter) => phones[letter] ?? []).join(' ');
}

const digits = {
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  fr: ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'],
} as const;

/** What a letter most often sounds like, in the phones of the CMU Pronouncing Dictionary and of the French model. */
const letters: Readonly<Record<Pronouncing['language'], Readonly<Record<string, string>>>> = {
  en: {
    ...{
      a: 'AE',
      b: 'B',
      c: 'K',
      d: 'D',
      e: 'EH',
      f: 'F',
      g: 'G',
      h: 'HH',
      i: 'IH',
      j: 'JH',
      k: 'K',
      l: 'L',
      m: 'M',
    },
    ...{
      n: 'N',
      o: 'AA',
      p: 'P',
      q: 'K',
      r: 'R',
      s: 'S',
      t: 'T',
      u: 'AH',
      v: 'V',
      w: 'W',
      x: 'K S',
      y: 'IY',
      z: 'Z',
    },
  },
  fr: {
    ...{
      a: 'aa',
      b: 'bb',
      c: 'kk',
      d: 'dd',
      e: 'ei',
      f: 'ff',
      g: 'gg',
      i: 'ii',
      j: 'jj',
      k: 'kk',
      l: 'll',
      m: 'mm',
    },
    ...{
      n: 'nn',
      o: 'oo',
      p: 'pp',
      q: 'kk',
      r: 'rr',
      s: 'ss',
      t: 'tt',
      u: 'uu',
      v: 'vv',
      w: 'ww',
      x: 'kk ss',
      y: 'ii',
    },
    ...{ z: 'zz' },
  },
};
