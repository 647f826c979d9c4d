import { describe, expect, it } from 'vitest';
import type { Voice } from '../voice.ts';
import { concatBytes } from './encoders/concat-bytes.ts';
import { PcmEncoder } from './encoders/pcm.ts';
import { largestStep, peak, rmsDb } from './measure.ts';
import { AudioPipeline, type UtteranceOptions } from './pipeline.ts';
import { inChunks, sine } from './testing/signals.ts';

const OUTPUT_RATE = 24_000;
const voice: Voice = {
  id: 'test-voice',
  title: 'Test',
  languages: ['zxx'],
  gender: 'neutral',
  sampleRate: 16_000,
  loudnessLufs: -20,
  engineVoice: 'test',
};
const tone = sine(300, { sampleRate: voice.sampleRate, length: 8_000 });
const equaliserDb = Array.from({ length: 19 }, (_, band) => (band < 7 ? 10 : -8));

/** Utterances of the tone, one after the other, as they are heard. */
function heard(utterances: Partial<UtteranceOptions & { pauseMs: number }>[]): Float32Array {
  const pipeline = new AudioPipeline(
    new PcmEncoder(OUTPUT_RATE, { voiceRate: voice.sampleRate, serial: 0 }),
    {
      volumeDb: -12,
      normalizeLoudness: false,
      outputRate: OUTPUT_RATE,
      position: 0,
    },
  );
  const bytes: Uint8Array[] = [];
  for (const { pauseMs = 0, ...options } of utterances) {
    pipeline.begin(voice, { skip: 0, maxAudioMs: 60_000, ...options });
    for (const piece of inChunks(tone)) bytes.push(pipeline.write(piece));
    bytes.push(pipeline.finish(pauseMs));
  }
  const all = concatBytes(bytes);
  return Float32Array.from(new Int16Array(all.buffer, all.byteOffset, all.length >> 1), (x) => x / 32_768);
}

describe('audio pipeline', () => {
  it('equalises the utterances that ask for it, and no others', () => {
    const [length, plain] = [(tone.length * OUTPUT_RATE) / voice.sampleRate, heard([{}])];
    const three = heard([{}, { equaliserDb }, {}]);
    expect(three.length).toBe(3 * length);
    const level = (n: number) => rmsDb(three.subarray((n + 0.2) * length, (n + 0.8) * length));
    expect(level(1) - level(0)).toBeGreaterThan(8);
    expect(level(2)).toBeCloseTo(level(0), 6);
    expect(three.subarray(2 * length)).toEqual(plain);
  });

  it('lets the equaliser ring out into the pause, which stays as long', () => {
    const [plain, equalised] = [heard([{ pauseMs: 100 }]), heard([{ pauseMs: 100, equaliserDb }])];
    expect(Math.abs(equalised.length - plain.length)).toBeLessThanOrEqual(1);
    // The tone ends at a zero: without ringing, it would do so at full speed.
    const end = equalised.subarray((tone.length * OUTPUT_RATE) / voice.sampleRate);
    expect(largestStep(end)).toBeLessThan(peak(equalised) * ((2 * Math.PI * 300) / OUTPUT_RATE) * 1.2);
    expect(peak(end)).toBeGreaterThan(0.01);
    expect(peak(end.subarray(0.045 * OUTPUT_RATE))).toBe(0);
  });

  it('leaves out what the listener has of an equalised utterance', () => {
    const whole = heard([{ equaliserDb, pauseMs: 50 }]);
    const rest = heard([{ equaliserDb, pauseMs: 50, skip: 5_000 }]);
    expect(rest).toEqual(whole.subarray(5_000));
  });
});
