/** Sounds that people make without words. */
export const effectNames = [
  'laugh',
  'chuckle',
  'sigh',
  'breath',
  'gasp',
  'pant',
  'cough',
  'clear-throat',
  'lip-smack',
  'sob',
  'yawn',
  'groan',
  'snore',
  'crowd-laugh',
] as const;
export type EffectName = (typeof effectNames)[number];
