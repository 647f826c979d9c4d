/** eSpeak NG's names for the sounds of American English, by their symbols in the CMU dictionary. */
const names: Readonly<Record<string, string>> = {
  AA: 'A:',
  AE: 'a',
  AH: 'V',
  AO: 'O:',
  AW: 'aU',
  AY: 'aI',
  CH: 'tS',
  DH: 'D',
  EH: 'E',
  ER: '3:',
  EY: 'eI',
  HH: 'h',
  IH: 'I',
  IY: 'i:',
  JH: 'dZ',
  NG: 'N',
  OW: 'oU',
  OY: 'OI',
  SH: 'S',
  TH: 'T',
  UH: 'U',
  UW: 'u:',
  Y: 'j',
  ZH: 'Z',
};
/** Vowels that have another name without stress. */
const unstressed: Readonly<Record<string, string>> = { AH0: '@', ER0: '3', IY0: 'i' };
const stresses: Readonly<Record<string, string>> = { 1: "'", 2: ',' };

/** A word as eSpeak NG takes its sounds: `R EH1 D` becomes `r'Ed`. */
export function phonemeNames(arpabet: readonly string[]): string {
  return arpabet
    .map((symbol) => {
      const sound = symbol.replace(/\d/, '');
      const stress = stresses[symbol.slice(sound.length)] ?? '';
      return stress + (unstressed[symbol] ?? names[sound] ?? sound.toLowerCase());
    })
    .join('');
}
