import { describe, expect, it } from 'vitest';
import type { AudioFormat } from '../../audio-format.ts';
import { SpeechError } from '../../error.ts';
import { describeUnlessMissing } from '../../testing/describe-unless-missing.ts';
import { describeEncoder } from '../encoder.conformance.ts';
import { samplesFromWav } from '../measure.ts';
import { sine } from '../testing/signals.ts';
import { createEncoderFactory, type EncoderFactory } from './index.ts';
import { loadNativeLame } from './mp3-lame.ts';

const stream = { voiceRate: 22_050, serial: 1 };

const uncompressed: AudioFormat[] = [8_000, 22_050, 44_100].flatMap((sampleRate) => [
  { container: 'pcm', sampleRate },
  { container: 'wav', sampleRate },
]);
const mp3s: AudioFormat[] = ([32_000, 44_100] as const).flatMap((sampleRate) =>
  ([64_000, 128_000, 192_000] as const).map(
    (bitrate): AudioFormat => ({ container: 'mp3', sampleRate, bitrate }),
  ),
);
const opuses: AudioFormat[] = (['auto', 24_000, 32_000, 48_000, 64_000] as const).map((bitrate) => ({
  container: 'opus',
  sampleRate: 48_000,
  bitrate,
}));

const portable = await createEncoderFactory({ mp3: 'wasm' });
describeEncoder('uncompressed', { formats: uncompressed, open: openWith(portable), seamMs: 0 });
describeEncoder('libopus', { formats: opuses, open: openWith(portable), seamMs: 0 });
describeEncoder('LAME in WebAssembly', { formats: mp3s, open: openWith(portable), seamMs: 40 });

const missing = missingLame();
const native = missing === undefined ? await createEncoderFactory({ mp3: 'native' }) : undefined;
describeUnlessMissing(missing, 'with libmp3lame installed', () => {
  if (native) describeEncoder('native LAME', { formats: mp3s, open: openWith(native), seamMs: 0 });

  it('is what the factory chooses by itself', async () => {
    const factory = await createEncoderFactory();
    expect(factory.mp3).toBe('native');
  });
});

describe('createEncoderFactory', () => {
  it('opens formats it was warmed for and others alike', async () => {
    for (const format of [mp3s[0], opuses[0], uncompressed[1]] as AudioFormat[]) {
      await portable.warm(format);
      const encoder = await portable.open(format, stream);
      expect(encoder.inputRate).toBe(format.sampleRate);
      expect(encoder.encode(sine(300, { sampleRate: 48_000, length: 9_600 })).length).toBeGreaterThan(200);
      encoder.close();
    }
  });
});

describe('the WAV encoder', () => {
  it('sends its header, with sizes unknown, together with the first samples', async () => {
    const encoder = await portable.open({ container: 'wav', sampleRate: 16_000 }, stream);
    expect(encoder.encode(new Float32Array(0)).length).toBe(0);
    const bytes = encoder.encode(Float32Array.of(0, 0.5, -1, 1, 2, -2));
    expect(bytes.length).toBe(44 + 12);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    expect([view.getUint32(4, true), view.getUint32(40, true)]).toEqual([0xffff_ffff, 0xffff_ffff]);
    // Clipped, not wrapped around.
    const loudest = 32_767 / 32_768;
    expect(samplesFromWav(bytes)).toEqual({
      sampleRate: 16_000,
      samples: Float32Array.of(0, 0.5, -1, loudest, loudest, -1),
    });
  });
});

describe('the PCM encoder', () => {
  it('rounds to the nearest step', async () => {
    const encoder = await portable.open({ container: 'pcm', sampleRate: 16_000 }, stream);
    const steps = [0.4, 0.6, -0.4, -0.6, 1.5, 100].map((step) => step / 32_768);
    const bytes = encoder.encode(Float32Array.from(steps));
    expect([...new Int16Array(bytes.buffer)]).toEqual([0, 1, 0, -1, 2, 100]);
  });
});

describe('the Opus encoder', () => {
  it('sends the first page after one packet of 20 ms, and later ones every 100 ms', async () => {
    const encoder = await portable.open({ container: 'opus', sampleRate: 48_000, bitrate: 32_000 }, stream);
    const pagesAfter = Array.from({ length: 12 }, () => {
      encoder.encode(new Float32Array(960));
      return encoder.checkpoint.pages;
    });
    // Two header pages go out with the first.
    expect(pagesAfter).toEqual([3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5]);
    encoder.close();
  });
});

function openWith(factory: EncoderFactory): EncoderFactory['open'] {
  return (format, options) => factory.open(format, options);
}

/** Says what to install where the library is missing. */
function missingLame(): string | undefined {
  try {
    loadNativeLame();
    return undefined;
  } catch (error) {
    if (SpeechError.isInstance(error)) return error.message;
    throw error;
  }
}
