import { phrase, type Rule, rule } from '../rules.ts';
import { NO_LETTER, WORD_END } from './words.ts';

/** Before a name. */
const TITLES: Readonly<Record<string, string>> = {
  Mr: 'Mister',
  Mrs: 'Missus',
  Ms: 'Miz',
  Prof: 'Professor',
  Gen: 'General',
  Col: 'Colonel',
  Lt: 'Lieutenant',
  Sgt: 'Sergeant',
  Capt: 'Captain',
  Cmdr: 'Commander',
  Maj: 'Major',
  Sen: 'Senator',
  Rep: 'Representative',
  Gov: 'Governor',
  Pres: 'President',
  Rev: 'Reverend',
  Hon: 'Honorable',
  Mt: 'Mount',
  Ft: 'Fort',
};

/** Behind a name. They may end the sentence. */
const ENDINGS: Readonly<Record<string, string>> = {
  Jr: 'Junior',
  Sr: 'Senior',
  Inc: 'Incorporated',
  Ltd: 'Limited',
  Corp: 'Corporation',
  Co: 'Company',
  Bros: 'Brothers',
  Ave: 'Avenue',
  Blvd: 'Boulevard',
  Rd: 'Road',
  Hwy: 'Highway',
};

/** Anywhere. They may end the sentence. */
const WORDS: Readonly<Record<string, string>> = {
  etc: 'et cetera',
  dept: 'department',
  Dept: 'Department',
  misc: 'miscellaneous',
  govt: 'government',
  Univ: 'University',
};

/** Inside a sentence. */
const INNER_WORDS: Readonly<Record<string, string>> = {
  vs: 'versus',
  approx: 'approximately',
  est: 'established',
  max: 'maximum',
};

/** Before a number. */
const COUNTERS: Readonly<Record<string, string>> = {
  No: 'number',
  no: 'number',
  Nos: 'numbers',
  nos: 'numbers',
  vol: 'volume',
  Vol: 'Volume',
  ch: 'chapter',
  Ch: 'Chapter',
  p: 'page',
  pp: 'pages',
  fig: 'figure',
  Fig: 'Figure',
  figs: 'figures',
  sec: 'section',
  Sec: 'Section',
  eq: 'equation',
  Eq: 'Equation',
  ext: 'extension',
  Ext: 'Extension',
  art: 'article',
  Art: 'Article',
  Apt: 'Apartment',
  apt: 'apartment',
  Rm: 'Room',
};

const CAPITALISED = `[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ɏ’'-]{0,30}`;
/** Where a full stop behind an abbreviation ends the sentence as well. */
const SENTENCE_END = String.raw`(?=[\s"'”’)]*$|["'”’)]*\s+["'“‘(]*[A-ZÀ-ÖØ-Þ])`;

/** Latin letters for an English phrase; ordinals and titles before names; streets; units of counting. */
export const abbreviationRules: readonly Rule[] = [
  phrase(String.raw`e\.g\.`, 'for example'),
  phrase(String.raw`i\.e\.`, 'that is'),
  phrase(String.raw`et al\.`, 'and others'),
  phrase(String.raw`a\.k\.a\.`, 'also known as'),
  phrase(`w/o${WORD_END}`, 'without'),
  phrase(String.raw`w/(?= ?\p{L})`, 'with '),
  phrase(String.raw`cf\.(?= )`, 'compare'),
  phrase(String.raw`ca?\.(?= ?\d)`, 'circa'),
  rule(String.raw`(${keys(TITLES)})\.(?= ?${CAPITALISED}| and )`, ([, title = '']) => TITLES[title]),
  rule(String.raw`(${keys(COUNTERS)})\.(?= ?\d)`, ([, counter = '']) => COUNTERS[counter]),
  // "12 Elm Dr.", "Main St.": behind the name of a street, "Dr. Lee", "St. Louis": before a name.
  phrase(String.raw`(?=Dr)(?<=\d (?:${CAPITALISED} ){1,3})Dr\.${NO_LETTER}`, 'Drive'),
  phrase(String.raw`Dr\.(?= ?${CAPITALISED})`, 'Doctor'),
  phrase(String.raw`(?=Dr)(?<=${CAPITALISED} )Dr\.`, 'Drive'),
  phrase(String.raw`(?=St)(?<=\d (?:${CAPITALISED} ){1,3}|\d(?:st|nd|rd|th) )St\.${NO_LETTER}`, 'Street'),
  phrase(String.raw`(?=St)(?<!${CAPITALISED} )St\.(?= ?${CAPITALISED})`, 'Saint'),
  phrase(String.raw`(?=St)(?<=${CAPITALISED} )St\.(?! ?[A-ZÀ-ÖØ-Þ])`, 'Street'),
  ending(ENDINGS, `(?<=${CAPITALISED},? )`),
  ending(WORDS),
  rule(String.raw`(${keys(INNER_WORDS)})\.(?= )`, ([, word = '']) => INNER_WORDS[word]),
];

/** What tells that a text has one of them. */
export const ABBREVIATED = String.raw`\b(?:${[TITLES, ENDINGS, WORDS, INNER_WORDS, COUNTERS].map(keys).join('|')}|Dr|St|al|cf|ca?)\.`;

/** Abbreviations whose full stop stays where it ends the sentence. */
function ending(words: Readonly<Record<string, string>>, before = ''): Rule {
  const written = String.raw`(${keys(words)})\.${NO_LETTER}`;
  return rule(`(?=${keys(words)})${before}${written}(?:${SENTENCE_END}()|)`, ([, word = '', end]) =>
    end === undefined ? words[word] : `${words[word]}.`,
  );
}

function keys(words: Readonly<Record<string, string>>): string {
  return Object.keys(words)
    .toSorted((a, b) => b.length - a.length)
    .join('|');
}
