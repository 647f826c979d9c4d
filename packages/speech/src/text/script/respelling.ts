/** Letters that English readers and letter-to-sound rules take for the sound of a CMU symbol. */
const letters: Readonly<Record<string, string>> = {
  AA: 'ah',
  AE: 'a',
  AH: 'uh',
  AO: 'aw',
  AW: 'ow',
  AY: 'igh',
  CH: 'ch',
  DH: 'th',
  EH: 'eh',
  ER: 'er',
  EY: 'ay',
  HH: 'h',
  IH: 'ih',
  IY: 'ee',
  JH: 'j',
  NG: 'ng',
  OW: 'oh',
  OY: 'oy',
  SH: 'sh',
  TH: 'th',
  UH: 'oo',
  UW: 'oo',
  ZH: 'zh',
};

/** A word that is written as it sounds: `R EH1 D` becomes "rehd". */
export function respelling(arpabet: readonly string[]): string {
  return arpabet
    .map((symbol) => symbol.replace(/\d/, ''))
    .map((sound) => letters[sound] ?? sound.toLowerCase())
    .join('');
}
