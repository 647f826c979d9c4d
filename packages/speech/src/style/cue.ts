import type { EffectName } from '../effects/names.ts';
import { type CueWord, cueWords } from './cue-words.ts';
import { type Meaning, nearestMeaning } from './lexicon.ts';
import { joined, NEUTRAL, type Style, scaled } from './style.ts';
import { type StyleName, styleNamed } from './styles.ts';

/** What a tag such as `[whispers sadly]` asks for. */
export interface Cue {
  /** For what follows; absent where the tag says nothing about it. */
  style?: Style | undefined;
  /** Sounds to make here. */
  effects: EffectName[];
  /** Silence to keep here. */
  pauseMs: number;
}

/** `parenthesis`: tags of a fixed list; `bracket`: any description of how to speak. */
export type TagSyntax = 'parenthesis' | 'bracket';

const MOST_WORDS = 14;
/** Marks that descriptions have between words, and behind them. A description has no digits. */
const DESCRIPTION = /^[\p{L}\p{M}\s,;:&+'’、，・—–-]+[.!…。]?$/u;
/** Words that editors put into brackets, some beside words that would make a cue. */
const EDITORIAL =
  /\b(?:sic|citation|cited|needed|added|mine|ours?|original|editor|edited|note|redacted|translated|see|figure|table|page|link|image|photo|https?|www|todo|fixme)\b/;

/** Sounds that are asked for as a way of speaking ("in a laughing tone"). */
const tones: Readonly<Partial<Record<EffectName, StyleName>>> = {
  laugh: 'amused',
  chuckle: 'amused',
  sob: 'sad',
  sigh: 'tired',
  yawn: 'tired',
  groan: 'tired',
  breath: 'breathy',
  pant: 'breathy',
  gasp: 'surprised',
};

/**
 * Reads what stands between the marks of a tag. Undefined for what is no cue but text. In parentheses that is all that
 * is not made of the fixed list of tags; in brackets what says nothing about speaking, or looks like anything else:
 * digits, signs, editors' words, more than 14 words.
 *
 * @param isApart whether the tag stands apart from a word before it, as an index (`list[low]`) does not
 */
export function readCue(
  content: string,
  syntax: TagSyntax,
  { isApart }: { isApart: boolean },
): Cue | undefined {
  const text = content.trim().toLowerCase();
  if (!DESCRIPTION.test(text)) return undefined;
  const words = cueWords(text);
  if (words.length > MOST_WORDS) return undefined;
  const isComplete = words.every(({ meaning }) => meaning !== undefined);
  if (syntax === 'parenthesis') {
    const isTag = isComplete && words.every(({ isFixed }) => isFixed) && words.some(isAudible);
    return isTag ? cueOf(words) : undefined;
  }
  const isAboutSpeaking = words.some(isAudible) || words.some(({ meaning }) => meaning?.kind === 'voice');
  if (isComplete) return isAboutSpeaking ? cueOf(words) : undefined;
  if (!isApart || EDITORIAL.test(text)) return undefined;
  if (isAboutSpeaking) return cueOf(words);
  const nearest = words.length === 1 ? nearestMeaning(text) : undefined;
  return nearest && cueOf([{ meaning: nearest, isFixed: false }]);
}

function isAudible({ meaning }: CueWord): boolean {
  return meaning?.kind === 'style' || meaning?.kind === 'effect' || meaning?.kind === 'pause';
}

function cueOf(words: readonly CueWord[]): Cue {
  const isTone = words.some(({ meaning }) => meaning?.kind === 'voice');
  const styles = new Map<StyleName, number>();
  const effects = new Set<EffectName>();
  let pauseMs = 0;
  let strength = 1;
  for (const { meaning } of words) {
    if (meaning?.kind === 'modifier') strength = Math.min(strength, 1) * meaning.strength;
    if (!meaning || meaning.kind === 'modifier' || meaning.kind === 'filler') continue;
    const style = styleOf(meaning, { isTone });
    if (style) styles.set(style, strength);
    else if (meaning.kind === 'effect' && strength > 0) effects.add(meaning.effect);
    else if (meaning.kind === 'pause') pauseMs = Math.max(pauseMs, meaning.ms);
    strength = 1;
  }
  return { style: all(styles), effects: [...effects], pauseMs };
}

function styleOf(meaning: Meaning, { isTone }: { isTone: boolean }): StyleName | undefined {
  if (meaning.kind === 'style') return meaning.style;
  return meaning.kind === 'effect' && isTone ? tones[meaning.effect] : undefined;
}

function all(styles: ReadonlyMap<StyleName, number>): Style | undefined {
  let style: Style | undefined;
  for (const [name, strength] of styles) style = joined(style ?? NEUTRAL, scaled(styleNamed(name), strength));
  return style;
}
