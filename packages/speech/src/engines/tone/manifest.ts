import type { SynthesizerManifest } from '../../synthesizer.ts';
import type { VoiceProfile } from '../../voices/profile.ts';
import { THIRD_OCTAVES_HZ } from '../../voices/third-octaves.ts';
import { LOWEST_TONE_HZ } from './tones.ts';

/** Tones are no speech: only the fundamental, that of the lowest tone, means anything. */
const profile: VoiceProfile = {
  version: 1,
  f0Hz: LOWEST_TONE_HZ,
  f0RangeSemitones: 0,
  vocalTractRatio: 1,
  spectrumDb: THIRD_OCTAVES_HZ.map(() => 0),
  syllablesPerSecond: 0,
  loudnessLufs: -7,
  cepstralPeakDb: 0,
  speechSeconds: 0,
};

export const manifest: SynthesizerManifest = {
  kind: 'synthesizer',
  id: 'tone',
  title: 'Tones',
  licence: 'GPL-3.0-or-later',
  voices: [
    {
      id: 'tone-a',
      title: 'Tones at 16 kHz',
      languages: ['zxx'],
      gender: 'neutral',
      sampleRate: 16_000,
      loudnessLufs: -7,
      profile,
      engineVoice: 'a',
    },
    {
      id: 'tone-b',
      title: 'Tones at 22.05 kHz',
      languages: ['zxx'],
      gender: 'neutral',
      sampleRate: 22_050,
      loudnessLufs: -7,
      profile,
      engineVoice: 'b',
    },
  ],
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
