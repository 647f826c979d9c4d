import { describe, expect, it } from 'vitest';
import { Resampler } from '../audio/resampler.ts';
import { inChunks, noise, sine } from '../audio/testing/signals.ts';
import { createSynthesizer as createEspeak } from '../engines/espeak/engine.ts';
import { createSynthesizer as createFlite } from '../engines/flite/engine.ts';
import { listen } from '../engines/testing/listener.ts';
import { SpeechGate } from './speech-gate.ts';

const RATE = 16_000;
const sentence = 'The children are playing in the garden.';

/** Where somebody speaks, in seconds. */
function gate(samples: Float32Array): [number, number][] {
  const speechGate = new SpeechGate();
  for (const piece of inChunks(samples)) speechGate.take(piece);
  return speechGate.finish().map(({ start, end }) => [start / RATE, end / RATE]);
}

async function spoken(voice: string): Promise<Float32Array> {
  const [create, rate] = voice.startsWith('flite') ? [createFlite, RATE] : [createEspeak, 22_050];
  const synthesizer = await create();
  const { samples } = await listen(synthesizer, { text: sentence, voice });
  await synthesizer.close();
  return new Resampler(rate, RATE).process(samples);
}

/** Notes of so many seconds, dying away, each of the given frequencies and their overtones. */
function melody(
  chords: number[][],
  { seconds, overtones }: { seconds: number; overtones: number },
): Float32Array {
  const length = Math.round(seconds * RATE);
  return Float32Array.from({ length: 12 * length }, (_, n) => {
    const chord = chords[Math.floor(n / length) % chords.length] as number[];
    const time = (n % length) / RATE;
    let sum = 0;
    for (const frequency of chord) {
      for (let k = 1; k <= overtones; k++) sum += Math.sin(2 * Math.PI * k * frequency * time) / k ** 2;
    }
    return 0.15 * sum * Math.exp((-2 * time) / seconds);
  });
}

describe('a speech gate', () => {
  it.each(['flite-slt', 'flite-rms', 'flite-awb', 'espeak-en-us', 'espeak-fr-fr'])(
    'lets %s through, and not the noise before and after',
    async (voice) => {
      const speech = await spoken(voice);
      const samples = noise(20 * RATE, 0.002);
      samples.set(
        speech.map((sample, n) => sample + (samples[8 * RATE + n] as number)),
        8 * RATE,
      );
      const stretches = gate(samples);
      expect(stretches).toHaveLength(1);
      const [[from, to]] = stretches as [[number, number]];
      const end = 8 + speech.length / RATE;
      expect(from).toBeGreaterThan(7.5);
      expect(from).toBeLessThan(8.2);
      expect(to).toBeGreaterThan(end - 0.35);
      expect(to).toBeLessThan(end + 0.5);
    },
  );

  const seconds = 6;
  const length = seconds * RATE;
  it.each<[string, () => Float32Array]>([
    ['nothing', () => new Float32Array(0)],
    ['less than a frame', () => noise(100)],
    ['silence', () => new Float32Array(length)],
    ['faint noise', () => noise(length, 0.001)],
    ['loud noise', () => noise(length, 0.9)],
    [
      'noise that comes and goes',
      () => noise(length).map((x, n) => x * (1 + Math.sin((25 * n) / RATE)) * 0.5),
    ],
    ['clicks', () => new Float32Array(length).map((_, n) => (n % 8_000 < 20 ? 0.8 : 0))],
    ['a tone', () => sine(440, { sampleRate: RATE, length })],
    ['mains hum', () => sine(50, { sampleRate: RATE, length, amplitude: 0.8 })],
    [
      'a rising tone',
      () => Float32Array.from({ length }, (_, n) => 0.4 * Math.sin((n / 40) * (1 + n / length))),
    ],
    ['a melody of pure tones', () => melody([[262], [330], [392], [523]], { seconds: 0.4, overtones: 1 })],
    ['a melody with overtones', () => melody([[196], [247], [294]], { seconds: 0.5, overtones: 4 })],
    [
      'chords',
      () =>
        melody(
          [
            [262, 330, 392],
            [294, 349, 440],
          ],
          { seconds: 0.8, overtones: 2 },
        ),
    ],
    [
      'dialling',
      () =>
        melody(
          [
            [697, 1_209],
            [770, 1_336],
            [852, 1_477],
          ],
          { seconds: 0.2, overtones: 1 },
        ),
    ],
  ])('lets nothing of %s through', (_, make) => {
    expect(gate(make())).toEqual([]);
  });
});
