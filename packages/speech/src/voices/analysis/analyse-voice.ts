import type { Recording } from '../../recording.ts';
import type { VoiceProfile } from '../profile.ts';
import { checkRecordings } from './check-recordings.ts';
import { type Measurement, measureRecording } from './measurement.ts';
import type { RecordingReport } from './recording-report.ts';
import { median, quantile, toDb } from './statistics.ts';
import { vocalTractRatio } from './vocal-tract.ts';

export interface AnalysisOptions {
  /** Take steady noise out before measuring. */
  enhance?: boolean;
}

/** What is measured at most of all recordings together: more tells nothing new. */
const MOST_SECONDS = 60;

const MOST_SEMITONES_FROM_MEDIAN = 11;

/**
 * The profile of the voice that speaks in some recordings, and a report on each of them. Takes about 2 ms of
 * computing for a second of speech. Throws a SpeechError `bad_input` that names the recordings that are of no
 * use (see `checkRecordings`).
 */
export function analyseVoice(
  recordings: readonly Recording[],
  { enhance = false }: AnalysisOptions = {},
): { profile: VoiceProfile; reports: RecordingReport[] } {
  const measurements = firstSeconds(recordings, MOST_SECONDS).map((part) =>
    measureRecording(part, { enhance }),
  );
  const reports = measurements.map(({ report }) => report);
  checkRecordings(reports);
  return { profile: join(measurements), reports };
}

/** The beginning of each recording. What short ones leave of their share of the time, longer ones have. */
function firstSeconds(recordings: readonly Recording[], most: number): Recording[] {
  const inOrder = recordings.map(lengthOf).sort((a, b) => a - b);
  let left = most;
  let longest = most;
  for (const [at, seconds] of inOrder.entries()) {
    longest = left / (inOrder.length - at);
    if (seconds > longest) break;
    left -= seconds;
  }
  return recordings.map(({ samples, sampleRate }) => {
    return { samples: samples.subarray(0, Math.round(longest * sampleRate)), sampleRate };
  });
}

/** In seconds. */
function lengthOf({ samples, sampleRate }: Recording): number {
  return samples.length / sampleRate;
}

function join(measurements: readonly Measurement[]): VoiceProfile {
  const f0s = withoutOutliers(measurements.flatMap((one) => one.f0s));
  const speechSeconds = sum(measurements.map(({ report }) => report.speechSeconds));
  const syllables = sum(measurements.map((one) => one.syllables));
  const resonancesToHz = Math.min(...measurements.map((one) => one.resonancesToHz));
  const resonances = measurements.flatMap((one) => one.resonances).filter((hz) => hz < resonancesToHz);
  const loudness = weightedMean(measurements, ({ loudnessLufs }) => 10 ** (loudnessLufs / 10));
  return {
    version: 1,
    f0Hz: round(median(f0s), 1),
    f0RangeSemitones: round(12 * Math.log2(quantile(f0s, 0.9) / quantile(f0s, 0.1)), 2),
    vocalTractRatio: round(vocalTractRatio(resonances, resonancesToHz, median(f0s)), 3),
    spectrumDb: joinSpectra(measurements),
    syllablesPerSecond: round(syllables / speechSeconds, 2),
    loudnessLufs: round(Math.max(-70, 10 * Math.log10(loudness)), 1),
    cepstralPeakDb: round(median(measurements.flatMap((one) => one.cepstralPeaks)), 1),
    speechSeconds: round(speechSeconds, 2),
  };
}

/** Fundamentals that are far from the others are octave errors, or of somebody else. */
function withoutOutliers(f0s: readonly number[]): number[] {
  const middle = median(f0s);
  return f0s.filter((hz) => Math.abs(12 * Math.log2(hz / middle)) < MOST_SEMITONES_FROM_MEDIAN);
}

/** The bands that all recordings have, each recording counting by its speech and not by its level. */
function joinSpectra(measurements: readonly Measurement[]): number[] {
  const bands = Math.min(...measurements.map((one) => one.bandPowers.length));
  const levels = Array.from({ length: bands }, (_, band) =>
    Math.max(-80, toDb(weightedMean(measurements, ({ bandPowers }) => bandPowers[band] as number))),
  );
  const average = sum(levels) / bands;
  return levels.map((level) => round(level - average, 1));
}

function weightedMean(measurements: readonly Measurement[], value: (one: Measurement) => number): number {
  const seconds = ({ report }: Measurement) => report.speechSeconds;
  return sum(measurements.map((one) => seconds(one) * value(one))) / sum(measurements.map(seconds));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
