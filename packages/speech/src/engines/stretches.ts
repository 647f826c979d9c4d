/** What a stretch ends with, which says how the voice falls there. */
export type Joint = 'sentence' | 'clause' | 'word' | 'none';

/** A part of a text that an engine speaks in one go. Offsets are UTF-16 code units; the end is exclusive. */
export interface Stretch {
  start: number;
  end: number;
  joint: Joint;
}

export interface StretchOptions {
  /** Longest stretch, in letters; what takes longer to say than a letter counts as four. */
  maxEffort: number;
  /** Cuts at every sentence's end, not only where the effort asks for it. */
  everySentence?: boolean;
}

/** Closing quotation marks and brackets belong to what they close. */
const CLOSERS = `["'”’»)\\]」』）]*`;
const JOINTS = new RegExp(
  [
    // Western stops need a space behind them: "3.14" and "example.com" go on. Others stand alone. Behind one to
    // three letters, the first a capital, a full stop may be that of "Dr." or "J.", and nothing is lost by waiting.
    `(?<sentence>(?:[!?…]|(?<!(?<!\\p{L})\\p{Lu}\\p{L}{0,2})\\.)${CLOSERS}(?=\\s)|[。！？｡؟۔।॥։።]${CLOSERS})`,
    `(?<clause>[,;:—–]${CLOSERS}(?=\\s)|[、，；：،؛]${CLOSERS})`,
    '(?<word>(?=(?<!\\s)\\s))',
  ].join('|'),
  'gu',
);
/** A digit or a sign is spoken as a word, an ideograph as a syllable. */
const LONG_SPOKEN =
  /[\p{N}\p{S}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}/\\@#%&*_]/u;

/**
 * Cuts a text into stretches, each as long as it may be: to a sentence's end, else to a clause's, else to a
 * word's, else between code points. White space at the end is left out.
 */
export function cutIntoStretches(text: string, options: StretchOptions): Stretch[] {
  const stretches: Stretch[] = [];
  for (let start = 0; text.slice(start).trim() !== ''; ) {
    const stretch = nextStretch(text, start, options);
    stretches.push(stretch);
    start = stretch.end;
  }
  return stretches;
}

function nextStretch(text: string, start: number, { maxEffort, everySentence }: StretchOptions): Stretch {
  const limit = reach(text, start, maxEffort);
  const within = (joint: Exclude<Joint, 'none'>) => endsOf(joint, text, start, limit);
  const sentence = everySentence ? within('sentence')[0] : undefined;
  if (sentence !== undefined) return { start, end: sentence, joint: 'sentence' };
  if (limit < text.length) {
    for (const joint of ['sentence', 'clause', 'word'] as const) {
      const end = within(joint).at(-1);
      if (end !== undefined) return { start, end, joint };
    }
  }
  return { start, end: limit, joint: 'none' };
}

/** Where joints of a kind end behind `start`, up to `limit`. */
function endsOf(kind: Exclude<Joint, 'none'>, text: string, start: number, limit: number): number[] {
  // One character more, because a Western stop counts only before a space.
  return Array.from(text.slice(start, limit + 1).matchAll(JOINTS))
    .filter(({ groups }) => groups?.[kind] !== undefined)
    .map((match) => start + match.index + match[0].length)
    .filter((end) => end > start && end <= limit);
}

/** How far a text can be spoken from an offset with an effort: at least one code point. */
function reach(text: string, start: number, maxEffort: number): number {
  let effort = 0;
  let offset = start;
  for (const character of text.slice(start)) {
    effort += LONG_SPOKEN.test(character) ? 4 : 1;
    if (effort > maxEffort && offset > start) return offset;
    offset += character.length;
  }
  return text.length;
}
