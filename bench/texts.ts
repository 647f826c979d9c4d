// Plain words without digits, so that no subject's reading of numbers changes the length.
const sentences = [
  'The morning ferry leaves the harbour a little before sunrise.',
  'Fishermen mend their nets and talk about the coming weather.',
  'A shoal of herring turns at once, though none of them leads.',
  'Children count the boats, lose their place, and start again.',
  'By noon the market is empty, and only the gulls are working.',
];
const paragraph = sentences.join(' ');

/** What the subjects say, by length. */
export const texts = {
  /** One sentence of about 60 characters: what a voice agent says at a time. */
  short: 'The morning ferry leaves the harbour a little before sunrise.',
  /** About 300 characters. */
  paragraph,
  /** About 5,000 characters: some four minutes of speech. */
  long: Array.from({ length: 16 }, () => paragraph).join(' '),
};
export type TextLength = keyof typeof texts;
