import type { SynthesizerManifest } from '../../synthesizer.ts';
import { voices } from './voices.gen.ts';

export const manifest: SynthesizerManifest = {
  kind: 'synthesizer',
  id: 'espeak',
  title: 'eSpeak NG',
  licence: 'GPL-3.0-or-later',
  voices,
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
