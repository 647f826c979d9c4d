import { detectLanguage } from '@shoal/speech';
import { scriptLanguage } from './script-language.ts';

/** Fewer letters of an alphabet do not tell a language. */
const LEAST_LETTERS = 10;
/** A script with fewer of the letters of a title is one that is quoted. */
const MAIN_SHARE = 0.3;

/** The languages that are spoken in recordings, by their transcripts: those that can be told, in their order. */
export function spokenLanguages(transcripts: readonly string[]): string[] {
  const told = transcripts.map((text) =>
    countOf(/\p{L}/gu, text) < LEAST_LETTERS ? scriptLanguage(text, MAIN_SHARE) : detectLanguage(text),
  );
  return [...new Set(told.filter((language) => language !== undefined))];
}

/** What a voice says to introduce itself: in a language of its transcripts, else in that of its title, else English. */
export function introductionLanguage(languages: readonly string[], title: string): string {
  return languages[0] ?? scriptLanguage(title, MAIN_SHARE) ?? 'en';
}

function countOf(letters: RegExp, text: string): number {
  return text.match(letters)?.length ?? 0;
}
