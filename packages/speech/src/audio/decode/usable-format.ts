import { badRecording } from './bad-recording.ts';

/** 7.1 surround is the most that recordings of people come in. */
const MOST_CHANNELS = 8;
/** Telephone to studio, Hz. */
const LOWEST_RATE = 8_000;
const HIGHEST_RATE = 192_000;

/** Throws a SpeechError `bad_input` for what no recording of speech is. Asked before memory is taken for samples. */
export function assertUsableFormat(channels: number, sampleRate: number): void {
  if (channels < 1) throw badRecording('the recording has no channels');
  if (channels > MOST_CHANNELS) throw badRecording(`the recording has more than ${MOST_CHANNELS} channels`);
  if (!(sampleRate >= LOWEST_RATE && sampleRate <= HIGHEST_RATE)) {
    throw badRecording(`the recording's sample rate is not between ${LOWEST_RATE} and ${HIGHEST_RATE} Hz`);
  }
}
