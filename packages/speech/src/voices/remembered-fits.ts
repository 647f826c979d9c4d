import type { VoiceCatalogue } from '../catalogue.ts';
import { type FittedVoice, type FittingOptions, fitVoice, NEUTRAL_TEMPERATURE } from './fitting.ts';
import type { VoiceProfile } from './profile.ts';

/** By profile, catalogue and language, as long as somebody has the profile. */
const remembered = new WeakMap<VoiceProfile, WeakMap<VoiceCatalogue, Map<string, FittedVoice>>>();

/**
 * As `fitVoice`, but free for a profile that is used again. Of temperatures there are any number, so only what is
 * found for the neutral one is kept, which nearly everybody uses.
 */
export function fitOnce(profile: VoiceProfile, options: FittingOptions): FittedVoice {
  const { catalogue, language, temperature = NEUTRAL_TEMPERATURE } = options;
  if (temperature !== NEUTRAL_TEMPERATURE) return fitVoice(profile, options);
  const byCatalogue = remembered.get(profile) ?? new WeakMap<VoiceCatalogue, Map<string, FittedVoice>>();
  const byLanguage = byCatalogue.get(catalogue) ?? new Map<string, FittedVoice>();
  const fitted = byLanguage.get(language) ?? fitVoice(profile, options);
  remembered.set(profile, byCatalogue.set(catalogue, byLanguage.set(language, fitted)));
  return fitted;
}
