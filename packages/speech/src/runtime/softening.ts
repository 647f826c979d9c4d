import type { VoiceCatalogue } from '../catalogue.ts';
import type { Utterance } from '../utterance.ts';
import type { Voice } from '../voice.ts';
import { transferTimbre } from '../voices/matching-equaliser.ts';

/** Failures of one utterance after which it is given up. */
export const MOST_FAILURES = 4;
/** Failures after which the text is blamed rather than bad luck. */
const SANITISE_AFTER = 2;
const LAST_RESORT_AFTER = 3;
/** The engine that never falls. */
const LAST_RESORT_ENGINE = 'espeak-';

/**
 * What to say instead of an utterance that failed so many times: first the same again, then its plain words,
 * then its plain words in a voice of the last-resort engine.
 */
export function soften(utterance: Utterance, failures: number, catalogue: VoiceCatalogue): Utterance {
  if (failures < SANITISE_AFTER) return utterance;
  const text = plainWords(utterance.text);
  if (failures < LAST_RESORT_AFTER) return { ...utterance, text };
  const reliable = catalogue.voices.filter((voice) => voice.id.startsWith(LAST_RESORT_ENGINE));
  if (reliable.length === 0) return { ...utterance, text };
  const voice = catalogue.bestFor(utterance.language, reliable);
  return { ...utterance, text, voice: voice.id, ...timbreFor(utterance, voice, catalogue) };
}

/** The utterance's timbre, if it has one, for another voice than its own. */
function timbreFor(
  { timbre, voice }: Utterance,
  other: Voice,
  catalogue: VoiceCatalogue,
): Pick<Utterance, 'timbre'> {
  const own = catalogue.find(voice);
  return timbre && own ? { timbre: transferTimbre(timbre, own, other) } : {};
}

/**
 * Letters, digits, spaces and the few marks that shape a sentence, each where it was: spaces stand for the rest, so
 * that word times hold.
 */
function plainWords(text: string): string {
  return text
    .replace(/[^\p{L}\p{M}\p{N}\s.,?!'’。、，？！-]+/gu, (signs) => ' '.repeat(signs.length))
    .replace(/(?<=[.,?!'’-])[.,?!'’-]+/g, (marks) => ' '.repeat(marks.length));
}
