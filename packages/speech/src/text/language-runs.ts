import { hasFunctionWord } from './function-words.ts';
import { greetingLanguage } from './greetings.ts';
import { detectLanguage } from './language.ts';
import { readsLatin } from './readable.ts';
import { hasOtherLetters, lettersOf, type ScriptRun, scriptOf, scriptRuns } from './scripts.ts';
import type { Span } from './traced-text.ts';

/** A part of a text in one language. The runs of a text follow each other without gaps. */
export interface LanguageRun extends Span {
  /** BCP 47 primary tag. */
  language: string;
  /** A sentence ends with it. */
  endsSentence: boolean;
}

/** A Latin phrase in a text of another script that is worth a voice of its own. */
const PHRASE = { words: 2, letters: 8 };
/** Fewer Latin letters in a text of another script are rather names than any language but English. */
const TELLING_LETTERS = 20;
/** Letters of a sentence that tell its language apart from that of the sentences around it. */
const SENTENCE_LETTERS = 20;

const SENTENCE = /\S[^.!?…]*(?:[.!?…]+["'”’»)\]]*(?=\s|$)\s*|[.!?…]+|$)/gu;
/** What stands before a word and belongs to it. */
const OPENING = /[\p{Ps}\p{Pi}"'¿¡$€£¥#@]+$/u;

/**
 * Where a text changes its language so much that another voice is needed: a phrase in another script, or a whole
 * sentence in another language. Names and single words stay with what is around them as long as voices for its
 * language can say them; digits and marks stay with the letters before them.
 *
 * @param language BCP 47 tag of what most of the text is in, as `detectLanguage` finds it
 */
export function languageRuns(text: string, language: string): LanguageRun[] {
  const script = scriptOf(language) ?? 'Latn';
  if (hasOtherLetters(text, script)) return byScript(text, language, script);
  return script === 'Latn' || script === 'Cyrl' ? bySentence(text, language) : [whole(text, language)];
}

function whole(text: string, language: string): LanguageRun {
  return { start: 0, end: text.length, language, endsSentence: false };
}

function byScript(text: string, language: string, script: string): LanguageRun[] {
  const isJapanese = script === 'Jpan' || (script !== 'Hans' && lettersOf(text, 'Jpan').length > 0);
  const groups = groupByScript(text, isJapanese);
  const changes: { at: number; language: string }[] = [];
  for (const group of groups) {
    const spoken = languageOf(group, language, script, text.slice(group.start, group.end));
    const current = changes.at(-1)?.language;
    if (spoken === current) continue;
    const opening = OPENING.exec(text.slice(0, group.start))?.[0].length ?? 0;
    changes.push({ at: current === undefined ? 0 : group.start - opening, language: spoken });
  }
  if (changes.length === 0) return [whole(text, language)];
  return changes.map((change, index) => {
    const end = changes[index + 1]?.at ?? text.length;
    return { start: change.at, end, language: change.language, endsSentence: endsSentence(text, end) };
  });
}

/** Letters of one script with nothing but marks and digits between them. Kana and kanji are one in Japanese. */
function groupByScript(text: string, isJapanese: boolean): ScriptRun[] {
  const groups: ScriptRun[] = [];
  for (const run of scriptRuns(text)) {
    const script = isJapanese && run.script === 'Hans' ? 'Jpan' : run.script;
    const last = groups.at(-1);
    if (last?.script === script) {
      last.end = run.end;
      last.letters += ` ${run.letters}`;
    } else {
      groups.push({ ...run, script });
    }
  }
  return groups;
}

/** The language in which a group is to be spoken: its own, unless it is better left to the voice around it. */
function languageOf(group: ScriptRun, language: string, script: string, written: string): string {
  if (group.script === script) return language;
  if (group.script === 'Latn') return latinLanguage(group, language, written);
  // A single Greek or Cyrillic letter is a sign, as in "the α of it".
  if (group.letters.length === 1 && /[\p{Script=Greek}\p{Script=Cyrillic}]/u.test(group.letters))
    return language;
  return detectLanguage(group.letters, language);
}

function latinLanguage({ letters }: ScriptRun, language: string, written: string): string {
  const words = written.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const count = letters.replaceAll(' ', '').length;
  const isPhrase = words.length >= PHRASE.words && count >= PHRASE.letters;
  const isSpelt = !readsLatin(language) && words.some((word) => /\p{Ll}{2}/u.test(word));
  if (!isPhrase && !isSpelt) return language;
  return count < TELLING_LETTERS ? (greetingLanguage(letters) ?? 'en') : detectLanguage(letters, 'en');
}

function bySentence(text: string, language: string): LanguageRun[] {
  const runs: LanguageRun[] = [];
  for (const { 0: sentence, index } of text.matchAll(SENTENCE)) {
    const end = index + sentence.length;
    const last = runs.at(-1);
    const spoken = sentenceLanguage(sentence, last?.language ?? language, language);
    if (last?.language === spoken) last.end = end;
    else runs.push({ start: last?.end ?? 0, end, language: spoken, endsSentence: true });
  }
  const last = runs.at(-1);
  if (!last) return [whole(text, language)];
  last.end = text.length;
  return runs.length === 1 ? [{ ...last, endsSentence: false }] : runs;
}

function sentenceLanguage(sentence: string, before: string, language: string): string {
  if (hasFunctionWord(sentence, language)) return language;
  const letters = sentence.replace(/\P{L}/gu, '').length;
  return letters < SENTENCE_LETTERS ? before : detectLanguage(sentence, language);
}

function endsSentence(text: string, end: number): boolean {
  const goesOn = end === text.length || /^\p{Ll}/u.test(text.slice(end));
  return !goesOn && /[.!?…。！？]["'”’»)\]」』]*\s*$/u.test(text.slice(0, end));
}
