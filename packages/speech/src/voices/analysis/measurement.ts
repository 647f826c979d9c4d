import { integratedLoudness } from '../../audio/loudness.ts';
import { Resampler } from '../../audio/resampler.ts';
import { PolyphaseConverter } from '../../audio/resampling/polyphase-converter.ts';
import type { Recording } from '../../recording.ts';
import { bandsBelow } from '../third-octaves.ts';
import { cepstralPeak } from './cepstral-peak.ts';
import { clippedFraction } from './clipping.ts';
import { bandPowers } from './long-term-spectrum.ts';
import { reduceNoise } from './noise-reduction.ts';
import { trackPitch } from './pitch-track.ts';
import type { RecordingReport } from './recording-report.ts';
import { resonances } from './resonances.ts';
import { ANALYSIS_RATE, HOP_SECONDS, Spectrogram } from './spectrogram.ts';
import { mean, quantile, toDb } from './statistics.ts';
import { countSyllables } from './syllables.ts';
import { loudFrames, soundingFrames, speechFrames, speechLevels } from './voice-activity.ts';

/** What one recording contributes to a profile. Lists have an entry for each frame that could be measured. */
export interface Measurement {
  report: RecordingReport;
  f0s: number[];
  /** Hz, and up to where they were looked for. */
  resonances: number[];
  resonancesToHz: number;
  /** Mean power of speech in third-octave bands, all bands together 1. */
  bandPowers: Float64Array;
  cepstralPeaks: number[];
  syllables: number;
  loudnessLufs: number;
}

/** Vowels are as loud as this, relative to the loud parts of speech, in dB. */
const VOWEL_DB = 14;
/** Enough vowels to know a vocal tract; more only cost time. */
const MOST_VOWEL_FRAMES = 240;
const MOST_CEPSTRA = 80;
/** Formants are looked for up to here, or as far as the recording goes. */
const FORMANTS_TO_HZ = 5_000;

export function measureRecording(recording: Recording, { enhance }: { enhance: boolean }): Measurement {
  const samples = atAnalysisRate(recording);
  const spectrogram = new Spectrogram(samples);
  const levels = speechLevels(spectrogram);
  const loud = loudFrames(levels);
  const f0 = trackPitch(samples, soundingFrames(spectrogram, loud));
  const syllables = countSyllables(levels, f0);
  // Whatever sounds without ever falling, such as a dial tone, is no speech.
  const speech = syllables === 0 ? loud.map(() => false) : speechFrames(loud, f0);
  if (enhance) reduceNoise(spectrogram, (frame) => !loud[frame]);

  const vowels = evenly(vowelFrames(levels, f0, speech), MOST_VOWEL_FRAMES).map((frame) =>
    spectrogram.frame(frame),
  );
  const nyquist = recording.sampleRate / 2;
  const resonancesToHz = Math.min(FORMANTS_TO_HZ, 0.95 * nyquist);
  const powers = bandPowers(spectrogram, speech, bandsBelow(nyquist));
  const total = powers.reduce((sum, power) => sum + power, 0) || 1;
  return {
    report: reportOn(recording, levels, loud, speech),
    f0s: Array.from(f0).filter((hz, frame) => hz > 0 && speech[frame]),
    resonances: vowels.flatMap((vowel) => resonances(vowel, resonancesToHz)),
    resonancesToHz,
    bandPowers: powers.map((power) => power / total),
    cepstralPeaks: evenly(vowels, MOST_CEPSTRA).map(cepstralPeak),
    syllables,
    loudnessLufs: integratedLoudness(samples, ANALYSIS_RATE),
  };
}

/**
 * Only what lies below 7 kHz is looked at, so what folds back above it does no harm: a filter of half the
 * length that listening asks for.
 */
function atAnalysisRate({ samples, sampleRate }: Recording): Float32Array {
  if (sampleRate === ANALYSIS_RATE) return samples;
  if (sampleRate < ANALYSIS_RATE) return new Resampler(sampleRate, ANALYSIS_RATE).process(samples);
  const shape = {
    halfWidth: (6 * sampleRate) / ANALYSIS_RATE,
    beta: 4,
    cutoff: (0.97 * ANALYSIS_RATE) / sampleRate,
  };
  return new PolyphaseConverter(ANALYSIS_RATE, sampleRate, shape).process(samples);
}

/** Voiced and loud. */
function vowelFrames(levels: Float64Array, f0: Float64Array, speech: readonly boolean[]): number[] {
  const threshold = quantile(levels, 0.95) - VOWEL_DB;
  return Array.from(levels.keys()).filter(
    (frame) => speech[frame] && (f0[frame] as number) > 0 && (levels[frame] as number) > threshold,
  );
}

/** At most `most` of the values, from all over the list. */
function evenly<T>(values: readonly T[], most: number): T[] {
  const step = Math.max(1, values.length / most);
  return Array.from({ length: Math.min(most, values.length) }, (_, n) => values[Math.floor(n * step)] as T);
}

function reportOn(
  { samples, sampleRate }: Recording,
  levels: Float64Array,
  loud: readonly boolean[],
  speech: readonly boolean[],
): RecordingReport {
  const powersWhere = (wanted: (frame: number) => boolean) =>
    Array.from(levels.keys())
      .filter(wanted)
      .map((frame) => 10 ** ((levels[frame] as number) / 10));
  const speechDb = toDb(mean(powersWhere((frame) => speech[frame] === true)) || 0);
  const noiseDb = toDb(mean(powersWhere((frame) => !loud[frame])) || 0);
  return {
    seconds: samples.length / sampleRate,
    speechSeconds: speech.filter(Boolean).length * HOP_SECONDS,
    clippedFraction: clippedFraction(samples),
    signalToNoiseDb: speechDb - noiseDb,
  };
}
