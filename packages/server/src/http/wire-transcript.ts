import type { Transcript, TranscriptSegment } from '@shoal/speech';
import type { AsrResponse, AsrSegment } from '@shoal/wire';

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

/** What is said in a recording, as clients get it. */
export function wireTranscript(transcript: Transcript, { withTimes }: { withTimes: boolean }): AsrResponse {
  const languageCode = new Intl.Locale(transcript.language).language;
  return {
    text: transcript.text,
    duration: toMilliseconds(transcript.durationSeconds),
    segments: withTimes ? transcript.segments.map(wireSegment) : [],
    language_code: languageCode,
    language: languageNames.of(languageCode) ?? languageCode,
  };
}

export function wireSegment({ text, startSeconds, endSeconds }: TranscriptSegment): AsrSegment {
  return { text, start: toMilliseconds(startSeconds), end: toMilliseconds(endSeconds) };
}

/** Seconds, to the millisecond: so they are told, and so they are on the books. */
export function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
