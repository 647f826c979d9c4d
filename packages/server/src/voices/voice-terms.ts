import { fold, queryWords, wordsIn } from './search-terms.ts';
import { primaryLanguage, titleLanguage } from './title-language.ts';
import type { LibraryVoice } from './voice.ts';

/** Which terms will do: all from the first to the last, as their bytes sort. */
export interface TermRange {
  from: string;
  to: string;
}

/** What is asked of the voices of a list, besides whose they are. */
export interface VoiceFilter {
  /** Words, or their beginnings, of which the title and the description have all. */
  text?: string | undefined;
  /** Of which they have all. */
  tags?: readonly string[];
  /** BCP 47 tags, of which they speak one. */
  languages?: readonly string[];
  /** Of which their title is in one. */
  titleLanguages?: readonly string[];
}

/** Sorts behind everything that a word may go on with. */
const LAST_CHARACTER = '\u{10ffff}';

const wordTerm = (word: string) => `word ${word}`;
const tagTerm = (tag: string) => `tag ${fold(tag)}`;
const languageTerm = (tag: string) => `language ${tag.toLowerCase()}`;
const titleLanguageTerm = (tag: string) => `title ${primaryLanguage(tag)}`;

/** All terms that a voice is found by. */
export function termsOf({
  title,
  description,
  tags,
  languages,
}: Pick<LibraryVoice, 'title' | 'description' | 'tags' | 'languages'>): string[] {
  return [
    ...new Set([
      ...wordsIn(`${title} ${description}`).map(wordTerm),
      ...tags.map(tagTerm),
      ...languages.flatMap((tag) => [languageTerm(tag), languageTerm(primaryLanguage(tag))]),
      titleLanguageTerm(titleLanguage(title, languages)),
    ]),
  ];
}

/** The terms that a voice must have to be listed: of every group one. Undefined when nothing can be found. */
export function termGroups({
  text,
  tags = [],
  languages = [],
  titleLanguages = [],
}: VoiceFilter): TermRange[][] | undefined {
  const words = text === undefined ? [] : queryWords(text);
  if (text !== undefined && words.length === 0 && text.trim() !== '') return undefined;
  const groups = [
    ...words.map(({ word, isPrefix }) => {
      const from = wordTerm(word);
      return [{ from, to: isPrefix ? from + LAST_CHARACTER : from }];
    }),
    ...tags.map((tag) => [exactly(tagTerm(tag))]),
    languages.map((tag) => exactly(languageTerm(tag))),
    titleLanguages.map((tag) => exactly(titleLanguageTerm(tag))),
  ];
  return groups.filter((group) => group.length > 0);
}

function exactly(term: string): TermRange {
  return { from: term, to: term };
}

/** Whether there is only one term that will do, so that every voice has it at most once. */
export function isOneTerm([range, ...others]: TermRange[]): boolean {
  return range !== undefined && range.from === range.to && others.length === 0;
}
