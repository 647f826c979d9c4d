import { SpeechError } from '../../error.ts';
import type { RecordingReport } from './recording-report.ts';

/** Speech that is needed to know a voice, in all recordings together. */
const LEAST_SPEECH_SECONDS = 1;
/** A recording has at least this much, or it is taken for one without speech. */
const LEAST_SPEECH_IN_RECORDING_SECONDS = 0.15;
/** Of which more is clipped than this, no spectrum can be told. */
const MOST_CLIPPED = 0.1;

/** Why a recording is of no use, in a sentence for people. */
interface Complaint {
  /** Of the recording, from 0. */
  index: number;
  reason: string;
}

/** What speaks against making a voice from the recordings; empty when nothing does. */
function complaintsAbout(reports: readonly RecordingReport[]): Complaint[] {
  const complaints = reports.flatMap((report, index) => {
    const reason = reasonAgainst(report);
    return reason ? [{ index, reason }] : [];
  });
  if (complaints.length > 0) return complaints;
  const speech = reports.reduce((total, report) => total + report.speechSeconds, 0);
  if (speech >= LEAST_SPEECH_SECONDS) return [];
  const reason = `only ${speech.toFixed(1)} s of speech; at least ${LEAST_SPEECH_SECONDS} s is needed`;
  return [{ index: 0, reason }];
}

/** Throws a SpeechError `bad_input` that says which recordings are of no use and why. They are counted from 1. */
export function checkRecordings(reports: readonly RecordingReport[]): void {
  if (reports.length === 0) throw new SpeechError('bad_input', 'there is no recording');
  const complaints = complaintsAbout(reports);
  if (complaints.length === 0) return;
  const sentences = complaints.map(({ index, reason }) => `recording ${index + 1}: ${reason}`);
  throw new SpeechError('bad_input', sentences.join('; '));
}

function reasonAgainst({ speechSeconds, clippedFraction }: RecordingReport): string | undefined {
  if (clippedFraction > MOST_CLIPPED) return 'it is clipped beyond use';
  if (speechSeconds < LEAST_SPEECH_IN_RECORDING_SECONDS) return 'nobody speaks in it';
  return undefined;
}
