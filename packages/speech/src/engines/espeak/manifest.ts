import type { SynthesizerManifest } from '../../synthesizer.ts';
import type { Voice } from '../../voice.ts';
import type { VoiceProfile } from '../../voices/profile.ts';
import { profiles, variations } from './profiles.gen.ts';
import { voices } from './voices.gen.ts';

/** The voice that was measured under all changes for those that were not: they share its synthesis. */
const REFERENCE = 'espeak-en-us';

export const manifest: SynthesizerManifest = {
  kind: 'synthesizer',
  id: 'espeak',
  title: 'eSpeak NG',
  licence: 'GPL-3.0-or-later',
  voices: voices.map(described),
  capabilities: {
    streaming: true,
    wordTimes: true,
    phonemes: false,
    rate: true,
    pitch: true,
    cloning: 'profile',
    threading: 'inline',
  },
};

function described(voice: Voice): Voice {
  const [profile, reference] = [profiles[voice.id], profiles[REFERENCE]];
  if (!profile || !reference) return voice;
  const measured = variations[voice.id];
  const carriedOver = variations[REFERENCE]?.map((variation) => carryOver(variation, reference, profile));
  return { ...voice, profile, variations: measured ?? carriedOver };
}

/** What a change does to the reference's spectrum and loudness, done to another voice's. */
function carryOver(variation: VoiceProfile, reference: VoiceProfile, profile: VoiceProfile): VoiceProfile {
  const change = (band: number) => (variation.spectrumDb[band] ?? 0) - (reference.spectrumDb[band] ?? 0);
  return {
    ...profile,
    f0Hz: (variation.f0Hz / reference.f0Hz) * profile.f0Hz,
    vocalTractRatio: (variation.vocalTractRatio / reference.vocalTractRatio) * profile.vocalTractRatio,
    loudnessLufs: variation.loudnessLufs - reference.loudnessLufs + profile.loudnessLufs,
    spectrumDb: profile.spectrumDb.map((level, band) => level + change(band)),
  };
}
