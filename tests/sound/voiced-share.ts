import { trackPitch } from '../../packages/speech/src/voices/analysis/pitch-track.ts';
import { Spectrogram } from '../../packages/speech/src/voices/analysis/spectrogram.ts';
import { loudFrames, speechLevels } from '../../packages/speech/src/voices/analysis/voice-activity.ts';

/** The share of the frames with speech in which a voice sounds, 0 to 1. Samples at 16 kHz. */
export function voicedShare(samples: Float32Array): number {
  const loud = loudFrames(speechLevels(new Spectrogram(samples)));
  const voiced = trackPitch(samples, loud).filter((f0) => f0 > 0);
  return voiced.length / loud.filter(Boolean).length;
}
