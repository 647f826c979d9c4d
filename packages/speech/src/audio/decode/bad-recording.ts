import { SpeechError } from '../../error.ts';

/** Why a recording cannot be used, in words for whoever sent it. */
export function badRecording(sentence: string, cause?: unknown): SpeechError {
  return new SpeechError('bad_input', sentence, { cause });
}

/** The error of a decoder that makes nothing of it. */
export function unreadable(cause?: unknown): SpeechError {
  return badRecording('the recording is damaged, or encoded in a way that is not known here', cause);
}
