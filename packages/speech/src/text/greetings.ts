/**
 * Words that people often say alone, too short to tell a language by their spelling. Words that several
 * languages share ("OK", "no", "ja", "hej") are left out.
 */
const greetings: Record<string, string> = {
  en: 'hello hi hey thanks thank welcome goodbye bye yes please sorry',
  fr: 'bonjour bonsoir salut coucou merci oui',
  de: 'guten danke tschüss bitte',
  es: 'hola gracias adiós buenos buenas',
  it: 'ciao grazie buongiorno buonasera prego',
  pt: 'olá oi obrigado obrigada',
  nl: 'hoi bedankt goedemorgen',
  pl: 'cześć dziękuję',
  cs: 'ahoj děkuji',
  fi: 'kiitos moi',
  tr: 'merhaba teşekkürler',
  vi: 'xin',
};

const languages = new Map(
  Object.entries(greetings).flatMap(([language, words]) => words.split(' ').map((word) => [word, language])),
);

/** The language of a text that starts with a well-known greeting. */
export function greetingLanguage(text: string): string | undefined {
  const word = /\p{L}+/u.exec(text.normalize('NFC'))?.[0];
  return word && languages.get(word.toLowerCase());
}
