import { describe, expect, it } from 'vitest';
import { readPhones } from './phones.ts';
import { spokenPart } from './spoken-part.ts';

const sampleRate = 16_000;

/** A WAV file, the header of which says only what is read. */
function wave(samples: number[]): Uint8Array {
  const bytes = new Uint8Array(44 + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(24, sampleRate, true);
  for (const [i, sample] of samples.entries()) view.setInt16(44 + 2 * i, sample, true);
  return bytes;
}

/** One second; each sample is its own index. */
const second = wave(Array.from({ length: sampleRate }, (_, i) => i));

describe('spokenPart', () => {
  it('keeps 30 ms before the first phone and 20 ms after the last', () => {
    const phones = readPhones('pau:0.200 hh:0.300 ow:0.500 pau:0.600 d:0.700 pau:1.000');
    const { samples, startMs } = spokenPart(second, phones);
    expect(startMs).toBeCloseTo(170);
    expect(samples.length).toBe(0.55 * sampleRate);
    // Behind the fade of 5 ms, unchanged: sample 100 was sample 0.17 s + 100.
    expect((samples[100] ?? 0) * 32_768).toBeCloseTo(0.17 * sampleRate + 100);
  });

  it('begins and ends in silence', () => {
    const { samples } = spokenPart(second, readPhones('pau:0.200 ow:0.500 pau:1.000'));
    expect(samples[0]).toBe(0);
    expect(samples.at(-1)).toBe(0);
  });

  it('does not reach beyond the sound that there is', () => {
    const { samples, startMs } = spokenPart(second, readPhones('ow:1.000'));
    expect(samples.length).toBe(sampleRate);
    expect(startMs).toBe(0);
  });

  it('finds no speech in a pause', () => {
    expect(spokenPart(second, readPhones('pau:0.186')).samples).toHaveLength(0);
    expect(spokenPart(second, []).samples).toHaveLength(0);
  });
});
