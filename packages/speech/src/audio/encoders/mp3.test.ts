import { expect, it } from 'vitest';
import type { AudioFormat } from '../../audio-format.ts';
import { describeWithFfmpeg } from '../../testing/describe-with-ffmpeg.ts';
import { peak } from '../measure.ts';
import { decodeWithFfmpeg } from '../testing/ffmpeg.ts';
import { sine } from '../testing/signals.ts';
import { createEncoderFactory } from './index.ts';

const format: AudioFormat = { container: 'mp3', sampleRate: 32_000, bitrate: 64_000 };
const priming = 1_105;
const portable = await createEncoderFactory({ mp3: 'wasm' });

describeWithFfmpeg('the length of an MP3 stream', () => {
  it('exceeds that of its sound by 53 ms at most when it ends with a pause', async () => {
    for (let extra = 0; extra < 1_152; extra += 96) {
      const sound = sine(440, { sampleRate: 32_000, length: 16_000 + extra });
      const decoded = await throughMp3(sound, new Float32Array(3_200));
      const excess = decoded.length - sound.length - 3_200;
      expect(excess).toBeGreaterThan(0);
      expect(excess / 32_000).toBeLessThan(0.053);
    }
  });

  it('is never that of less than the sound when there is no pause', async () => {
    for (let extra = 0; extra < 1_152; extra += 96) {
      const sound = sine(440, { sampleRate: 32_000, length: 16_000 + extra });
      const decoded = await throughMp3(sound);
      expect(decoded.length).toBeGreaterThanOrEqual(sound.length + priming);
      expect(peak(decoded.subarray(sound.length + priming - 100, sound.length + priming))).toBeGreaterThan(
        0.1,
      );
    }
  });
});

async function throughMp3(...pieces: Float32Array[]): Promise<Float32Array> {
  const encoder = await portable.open(format, { voiceRate: 32_000, serial: 0 });
  const bytes = Buffer.concat([...pieces.map((piece) => encoder.encode(piece)), encoder.end()]);
  encoder.close();
  return decodeWithFfmpeg(bytes).samples;
}
