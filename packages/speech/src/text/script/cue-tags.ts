import { type Cue, readCue, type TagSyntax } from '../../style/cue.ts';

/** A cue with the marks around it. */
export interface CueTag {
  kind: 'cue';
  cue: Cue;
  length: number;
}

interface Marks {
  /** All up to the closing mark. */
  tag: RegExp;
  /** What ends the hope of a closing mark. */
  isLost: RegExp;
  longest: number;
}

const marks: Readonly<Record<TagSyntax, Marks>> = {
  parenthesis: { tag: /^\(([^()\r\n]+)\)/, isLost: /^\([^()\r\n]*[()\r\n]|^\([^)]*\d/, longest: 48 },
  bracket: { tag: /^\[([^[\]\r\n]+)\]/, isLost: /^\[[^[\]\r\n]*[[\]\r\n]|^\[[^\]]*\d/, longest: 122 },
};

/** UTF-16 code units that are enough to tell, with one behind the tag. */
export const LONGEST_CUE_TAG = Math.max(marks.parenthesis.longest, marks.bracket.longest) + 1;

/**
 * The cue that a text begins with: `open` when it takes more text to know, undefined when there is none. A bracket with
 * a parenthesis behind it is a link in Markdown, and no cue.
 *
 * @param before the character before the text, empty behind another tag
 */
export function cueTag(text: string, syntax: TagSyntax, before: string): CueTag | 'open' | undefined {
  const { tag, isLost, longest } = marks[syntax];
  const [whole, words] = tag.exec(text) ?? [];
  if (whole === undefined || words === undefined)
    return text.length <= longest && !isLost.test(text) ? 'open' : undefined;
  if (whole.length > longest) return undefined;
  const cue = readCue(words, syntax, { isApart: !isWordCharacter(before) });
  if (!cue || syntax === 'parenthesis') return cue && { kind: 'cue', cue, length: whole.length };
  const next = text[whole.length];
  if (next === undefined) return 'open';
  return next === '(' ? undefined : { kind: 'cue', cue, length: whole.length };
}

/** Of a script with spaces between words: in others, a cue may follow a word at once. */
function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character) && !/[\p{Lo}]/u.test(character);
}
