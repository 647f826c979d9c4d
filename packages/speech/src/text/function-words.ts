/** Small words that a language hardly does without, and that its neighbours do not have. */
const functionWords: Readonly<Record<string, string>> = {
  en: 'the and of you that with this they have from what your there was were is',
  fr: 'les des est pas une dans pour avec vous nous ils elle mais',
  de: 'der und ist nicht ein eine ich mit auf für wir sie dem',
  es: 'los las está una por para pero muy del con',
  it: 'della il gli che è sono una per con non',
  pt: 'uma não está são muito dos das você mais com',
  nl: 'het een van niet ik zijn dat voor maar op',
  ru: 'и не на что я он мы это как по',
};

const patterns = new Map(
  Object.entries(functionWords).map(([language, words]) => [
    language,
    new RegExp(String.raw`(?<!\p{L})(?:${words.replaceAll(' ', '|')})(?!\p{L})`, 'iu'),
  ]),
);

/** Whether a text has such a word of a language: a cheap sign that it is in it. */
export function hasFunctionWord(text: string, language: string): boolean {
  return patterns.get(language)?.test(text) ?? false;
}
