import type { SynthesizerManifest } from '../../synthesizer.ts';
import { measured } from './profiles.gen.ts';

// `awb_time` is left out: it can tell the time of day and nothing else.
export const manifest: SynthesizerManifest = {
  kind: 'synthesizer',
  id: 'flite',
  title: 'Flite',
  licence: 'MIT-Festival',
  voices: [
    {
      id: 'flite-slt',
      title: 'Flite SLT (American woman)',
      languages: ['en-US', 'en'],
      gender: 'female',
      sampleRate: 16_000,
      loudnessLufs: -14,
      ...measured['flite-slt'],
      engineVoice: 'slt',
    },
    {
      id: 'flite-rms',
      title: 'Flite RMS (American man)',
      languages: ['en-US', 'en'],
      gender: 'male',
      sampleRate: 16_000,
      loudnessLufs: -20.6,
      // Without a profile: Flite does not control this one's pitch.
      engineVoice: 'rms',
    },
    {
      id: 'flite-awb',
      title: 'Flite AWB (Scottish man)',
      languages: ['en-GB-scotland', 'en'],
      gender: 'male',
      sampleRate: 16_000,
      loudnessLufs: -19.5,
      ...measured['flite-awb'],
      engineVoice: 'awb',
    },
    {
      id: 'flite-kal16',
      title: 'Flite KAL (American man, diphones)',
      languages: ['en-US', 'en'],
      gender: 'male',
      sampleRate: 16_000,
      loudnessLufs: -28,
      ...measured['flite-kal16'],
      engineVoice: 'kal16',
    },
    {
      id: 'flite-kal',
      title: 'Flite KAL (American man, diphones, 8 kHz)',
      languages: ['en-US', 'en'],
      gender: 'male',
      sampleRate: 8_000,
      loudnessLufs: -19.7,
      ...measured['flite-kal'],
      engineVoice: 'kal',
    },
  ],
  capabilities: {
    streaming: true,
    wordTimes: true,
    phonemes: true,
    rate: true,
    pitch: true,
    cloning: 'profile',
    threading: 'worker',
  },
};
