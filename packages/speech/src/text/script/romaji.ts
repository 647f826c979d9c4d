const rows: Readonly<Record<string, string>> = {
  '': 'あいうえお',
  k: 'かきくけこ',
  g: 'がぎぐげご',
  s: 'さしすせそ',
  z: 'ざじずぜぞ',
  t: 'たちつてと',
  d: 'だぢづでど',
  n: 'なにぬねの',
  h: 'はひふへほ',
  b: 'ばびぶべぼ',
  p: 'ぱぴぷぺぽ',
  m: 'まみむめも',
  r: 'らりるれろ',
};
const VOWELS = 'aiueo';
/** Consonants written with two kana: the first of the row in い, and a small one. */
const glides: Readonly<Record<string, string>> = {
  ky: 'き',
  gy: 'ぎ',
  sh: 'し',
  j: 'じ',
  ch: 'ち',
  ny: 'に',
  hy: 'ひ',
  by: 'び',
  py: 'ぴ',
  my: 'み',
  ry: 'り',
  dy: 'で',
  ty: 'て',
  ts: 'つ',
  f: 'ふ',
  v: 'ヴ',
};
const SMALL_GLIDES = ['ゃ', '', 'ゅ', 'ぇ', 'ょ'];
const SMALL_VOWELS = ['ぁ', 'ぃ', '', 'ぇ', 'ぉ'];
/** After these, the second kana is a vowel. */
const VOWEL_GLIDES: ReadonlySet<string> = new Set(['ts', 'f', 'v']);
const others: Readonly<Record<string, string>> = {
  ya: 'や',
  yu: 'ゆ',
  yo: 'よ',
  ye: 'いぇ',
  wa: 'わ',
  wi: 'うぃ',
  we: 'うぇ',
  wo: 'を',
};
const MORA = /N|cl|q|([b-df-hj-np-tv-z]*)([aiueo])/g;

/** Romaji as OpenJTalk writes it (`N`, `cl`, capitals for voiceless vowels) in kana. */
export function romajiToKana(romaji: string): string {
  const plain = romaji.replace(/[AIUEO]/g, (vowel) => vowel.toLowerCase());
  return plain.replace(MORA, (mora, consonant: string | undefined, vowel: string | undefined) => {
    if (mora === 'N') return 'ん';
    if (consonant === undefined || vowel === undefined) return 'っ';
    // A doubled consonant begins with a stop.
    const isDouble = consonant.length > 1 && (consonant[0] === consonant[1] || consonant.startsWith('tch'));
    return isDouble ? `っ${kana(consonant.slice(1), vowel)}` : kana(consonant, vowel);
  });
}

function kana(consonant: string, vowel: string): string {
  const index = VOWELS.indexOf(vowel);
  const first = glides[consonant];
  if (!first) return others[consonant + vowel] ?? rows[consonant]?.[index] ?? '';
  return first + ((VOWEL_GLIDES.has(consonant) ? SMALL_VOWELS : SMALL_GLIDES)[index] ?? '');
}
