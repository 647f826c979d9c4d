import type { SynthesizerManifest } from '../../synthesizer.ts';
import { measured } from './profiles.gen.ts';
import { voices } from './voices.gen.ts';

export const manifest: SynthesizerManifest = {
  kind: 'synthesizer',
  id: 'espeak',
  title: 'eSpeak NG',
  licence: 'GPL-3.0-or-later',
  voices: voices.map((voice) => ({ ...voice, ...measured[voice.id] })),
  capabilities: {
    streaming: true,
    wordTimes: true,
    phonemes: true,
    rate: true,
    pitch: true,
    cloning: 'profile',
    threading: 'inline',
  },
};
