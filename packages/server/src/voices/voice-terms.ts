import { fold, queryWords, wordsIn } from './search-terms.ts';
import { primaryLanguage, titleLanguage } from './title-language.ts';
import type { LibraryVoice } from './voice.ts';

/** Which terms will do: those of a list, or all from the first to the last, as their bytes sort. */
export type TermGroup = { anyOf: string[] } | { from: string; to: string };

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

/** What all listed voices have. */
export const LISTED_TERM = 'listed';

const unlistedTerm = (term: string) => `unlisted ${term}`;
const wordTerm = (word: string) => `word ${word}`;
const tagTerm = (tag: string) => `tag ${fold(tag)}`;
const languageTerm = (tag: string) => `language ${tag.toLowerCase()}`;
const titleLanguageTerm = (tag: string) => `title ${primaryLanguage(tag)}`;

/** What a voice is found by. */
export type FindableVoice = Pick<
  LibraryVoice,
  'title' | 'description' | 'tags' | 'languages' | 'visibility' | 'state'
>;

/** Whether it is in the lists of all. */
export function isListed({ visibility, state }: Pick<LibraryVoice, 'visibility' | 'state'>): boolean {
  return visibility === 'public' && state === 'trained';
}

/** All terms that a voice is found by. Those of unlisted voices are others, so that they are not in the way. */
export function termsOf(voice: FindableVoice): string[] {
  const terms = termsOfWords(voice);
  return isListed(voice) ? [LISTED_TERM, ...terms] : terms.map(unlistedTerm);
}

function termsOfWords({ title, description, tags, languages }: FindableVoice): string[] {
  return [
    ...new Set([
      ...wordsIn(`${title} ${description}`).map(wordTerm),
      ...tags.map(tagTerm),
      ...languages.flatMap((tag) => [languageTerm(tag), languageTerm(primaryLanguage(tag))]),
      titleLanguageTerm(titleLanguage(title, languages)),
    ]),
  ];
}

/** The terms that a listed voice must have: of every group one. Undefined when nothing can be found. */
export function termGroups({
  text,
  tags = [],
  languages = [],
  titleLanguages = [],
}: VoiceFilter): TermGroup[] | undefined {
  const words = text === undefined ? [] : queryWords(text);
  if (text !== undefined && words.length === 0 && text.trim() !== '') return undefined;
  const groups: TermGroup[] = words.map(({ word, isPrefix }) => {
    const from = wordTerm(word);
    return isPrefix ? { from, to: from + LAST_CHARACTER } : { anyOf: [from] };
  });
  for (const tag of tags) groups.push({ anyOf: [tagTerm(tag)] });
  if (languages.length > 0) groups.push({ anyOf: languages.map(languageTerm) });
  if (titleLanguages.length > 0) groups.push({ anyOf: titleLanguages.map(titleLanguageTerm) });
  return groups;
}

/** The same of voices that are not in the lists of all. */
export function unlistedGroup(group: TermGroup): TermGroup {
  return 'anyOf' in group
    ? { anyOf: group.anyOf.map(unlistedTerm) }
    : { from: unlistedTerm(group.from), to: unlistedTerm(group.to) };
}
