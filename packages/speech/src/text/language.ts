import { greetingLanguage } from './greetings.ts';
import { lettersOf, mainScript, scriptOf } from './scripts.ts';
import { matchSpelling } from './spelling.ts';

/** UTF-16 code units that are looked at. */
const sampleLength = 1_000;
/** Scripts in which several languages are told apart by their spelling. */
const sharedScripts: ReadonlySet<string> = new Set(['Latn', 'Cyrl', 'Arab', 'Deva']);
/** Fewer letters do not tell a language by its spelling. */
const enoughLetters = 10;
/** A Japanese name or title has no more Han characters without kana between them. */
const titleLength = 12;

/**
 * The language of a text as a BCP 47 primary tag (`en`, `zh`): by its script where that is enough, else by
 * its spelling.
 *
 * @param text of which the first 1,000 characters are looked at
 * @param fallback BCP 47 tag of the language expected. It is the answer for texts without letters, and for
 *   texts too short or too ambiguous to tell, unless it is not written in their script: then it is that
 *   script's most widespread language
 * @throws RangeError if `fallback` is no language tag
 */
export function detectLanguage(text: string, fallback = 'en'): string {
  const sample = text.slice(0, sampleLength);
  const { language: expected } = new Intl.Locale(fallback);
  const script = mainScript(sample);
  if (!script) return expected;

  if (expected === 'ja' && script === 'Hans' && lettersOf(sample, script).length <= titleLength)
    return expected;
  const likely =
    scriptOf(expected) === script ? expected : new Intl.Locale(`und-${script}`).maximize().language;
  return sharedScripts.has(script) ? bySpelling(sample, script, likely) : likely;
}

function bySpelling(text: string, script: string, likely: string): string {
  const letterCount = lettersOf(text, script).length;
  const { scores, isReliable } = matchSpelling(text.replace(/[^\p{L}\p{M}'’\u200c-]+/gu, ' '));
  if (letterCount < enoughLetters || !isReliable) return greetingLanguage(text) ?? likely;

  const found = [...scores.keys()].find((language) => scriptOf(language) === script) ?? likely;
  // The detector knows Malay, but not Indonesian, which is nearly the same and written ten times as often.
  if (found === 'ms' && likely !== 'ms') return 'id';
  // Languages of other scripts have letters of their own, so that a few words tell them apart.
  const margin = script === 'Latn' ? 2 / letterCount : 0;
  return (scores.get(found) ?? 0) - (scores.get(likely) ?? 0) > margin ? found : likely;
}
