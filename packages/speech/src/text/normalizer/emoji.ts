import { type Rule, rule } from './rules.ts';

const EMOJI = String.raw`(?:\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3|(?![©®™‼⁉ℹ↔-⇿])\p{Extended_Pictographic})`;

/** Emoji, which say with a picture what the text says in words: they are left out. */
export const emojiRule: Rule = rule(
  String.raw`${EMOJI}(?:[\ufe0f\p{Emoji_Modifier}]|\u200d${EMOJI}|[\u{e0020}-\u{e007f}]){0,12}`,
  () => '',
);
