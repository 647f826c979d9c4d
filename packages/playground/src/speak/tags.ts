/** What can be put into a text to change how it is said. */
export const tagGroups = {
  feelings: [
    ...[
      'happy',
      'sad',
      'angry',
      'excited',
      'calm',
      'nervous',
      'confident',
      'surprised',
      'satisfied',
      'delighted',
    ],
    ...[
      'scared',
      'worried',
      'upset',
      'frustrated',
      'empathetic',
      'embarrassed',
      'proud',
      'relaxed',
      'grateful',
    ],
    ...['curious', 'sarcastic'],
  ],
  tones: ['in a hurry tone', 'shouting', 'screaming', 'whispering', 'soft tone'],
  sounds: ['laughing', 'chuckling', 'sobbing', 'sighing', 'groaning', 'panting', 'gasping', 'yawning'],
  pauses: ['break', 'long-break'],
} as const;

export type TagGroup = keyof typeof tagGroups;

/** Puts something into a text where the cursor is. @returns the text, and where the cursor is then */
export function inserted(
  text: string,
  start: number,
  end: number,
  tag: string,
): { text: string; cursor: number } {
  const before = text.slice(0, start);
  const glue = before === '' || /\s$/.test(before) ? '' : ' ';
  const put = `${glue}${tag} `;
  return { text: before + put + text.slice(end).trimStart(), cursor: start + put.length };
}
