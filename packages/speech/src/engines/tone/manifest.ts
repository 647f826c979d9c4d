import type { SynthesizerManifest } from '../../synthesizer.ts';

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
      engineVoice: 'a',
    },
    {
      id: 'tone-b',
      title: 'Tones at 22.05 kHz',
      languages: ['zxx'],
      gender: 'neutral',
      sampleRate: 22_050,
      loudnessLufs: -7,
      engineVoice: 'b',
    },
  ],
  capabilities: {
    streaming: true,
    wordTimes: true,
    phonemes: false,
    rate: true,
    pitch: false,
    cloning: 'none',
    threading: 'inline',
  },
};
