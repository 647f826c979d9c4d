import { badRecording } from '../audio/decode/bad-recording.ts';
import { type DecodeOptions, decodeStream } from '../audio/decode/index.ts';
import { Resampler } from '../audio/resampler.ts';
import { ANALYSIS_RATE } from '../voices/analysis/spectrogram.ts';
import { SampleFile } from './sample-file.ts';
import type { SpeechChunk } from './speech-chunks.ts';
import { SpeechGate } from './speech-gate.ts';

/** What is known of a recording before anything in it is recognized. */
export interface ListeningResult {
  durationSeconds: number;
  /** Where somebody may be speaking, in order. */
  chunks: SpeechChunk[];
}

/** Less than this is no recording of anything. */
const SHORTEST_SECONDS = 0.1;

/**
 * Decodes a recording of any length into a file, as samples at the rate of recognizers, and tells where somebody speaks.
 * Takes memory for some seconds of it. Throws as `decodeRecording` does.
 *
 * @param descriptor of an open, empty file
 */
export async function listen(
  recording: Uint8Array,
  descriptor: number,
  options: DecodeOptions,
): Promise<ListeningResult> {
  const file = new SampleFile(descriptor);
  const gate = new SpeechGate();
  let resampler: Resampler | undefined;
  const take = (samples: Float32Array) => {
    file.append(samples);
    gate.take(samples);
  };
  for await (const { samples, sampleRate } of decodeStream(recording, options)) {
    resampler ??= new Resampler(sampleRate, ANALYSIS_RATE);
    take(resampler.process(samples));
  }
  if (resampler) take(resampler.flush());
  const durationSeconds = file.length / ANALYSIS_RATE;
  if (durationSeconds < SHORTEST_SECONDS) {
    throw badRecording(`the recording is shorter than ${SHORTEST_SECONDS} s`);
  }
  return { durationSeconds, chunks: gate.finish() };
}
