import { describe, expect, it } from 'vitest';
import type { AudioFormat } from '../audio-format.ts';
import { describeWithFfmpeg } from '../testing/describe-with-ffmpeg.ts';
import type { EncoderFactory } from './encoders/index.ts';
import { fitTone, peak } from './measure.ts';
import { decodeWithFfmpeg } from './testing/ffmpeg.ts';
import { firstDifference } from './testing/first-difference.ts';
import { inChunks, noise, sine } from './testing/signals.ts';

export interface EncoderUnderTest {
  formats: readonly AudioFormat[];
  open: EncoderFactory['open'];
  /** Longest silence where one encoder carries on for another, in milliseconds. */
  seamMs: number;
}

/** What a codec may do to sound. */
interface Tolerance {
  /** ffmpeg's name for it. */
  codec: string;
  /** Samples of silence before the sound. */
  priming: number;
  /** Most samples of silence after the sound. */
  padding: number;
  snrDb: number;
}

const tolerances: Record<AudioFormat['container'], Tolerance> = {
  pcm: { codec: 'pcm_s16le', priming: 0, padding: 0, snrDb: 80 },
  wav: { codec: 'pcm_s16le', priming: 0, padding: 0, snrDb: 80 },
  mp3: { codec: 'mp3', priming: 1_105, padding: 1_152, snrDb: 70 },
  opus: { codec: 'opus', priming: 0, padding: 0, snrDb: 30 },
};

const serial = 7;

/** The port `Encoder` as a test suite: every implementation passes it, with ffmpeg as the listener. */
export function describeEncoder(name: string, { formats, open, seamMs }: EncoderUnderTest): void {
  describe.each(formats)(`${name} encoder, %j`, (format) => {
    const tolerance = tolerances[format.container];
    const options = { voiceRate: 22_050, serial };
    const length = Math.round(1.5 * format.sampleRate) + 77;

    async function encode(pieces: readonly Float32Array[]): Promise<Uint8Array> {
      const encoder = await open(format, options);
      const bytes = pieces.map((piece) => encoder.encode(piece));
      bytes.push(encoder.end());
      encoder.close();
      return Buffer.concat(bytes);
    }

    it('gives the same bytes however the stream is cut into chunks', async () => {
      const input = noise(length);
      expect(firstDifference(await encode(inChunks(input)), await encode([input]))).toBe(-1);
    });

    it('carries nothing over from an earlier stream', async () => {
      const tone = sine(440, { sampleRate: format.sampleRate, length });
      const first = await encode([tone]);
      await encode([noise(length)]);
      expect(firstDifference(await encode([tone]), first)).toBe(-1);
    });

    it('leaves its input and the bytes it gave alone', async () => {
      const encoder = await open(format, options);
      const input = noise(length);
      const given = encoder.encode(input);
      const copy = given.slice();
      encoder.encode(noise(length, 0.1));
      encoder.end();
      encoder.close();
      expect(firstDifference(given, copy)).toBe(-1);
      expect(firstDifference(input, noise(length))).toBe(-1);
    });

    it('reports progress that only grows, never exceeds what it took and ends with all of it', async () => {
      const encoder = await open(format, options);
      expect(encoder.checkpoint).toEqual({ samples: 0, pages: 0, serial });
      let taken = 0;
      let reported = 0;
      for (const chunk of inChunks(noise(length))) {
        encoder.encode(chunk);
        taken += chunk.length;
        const { samples } = encoder.checkpoint;
        expect(samples).toBeGreaterThanOrEqual(reported);
        expect(samples).toBeLessThanOrEqual(taken);
        reported = samples;
      }
      expect(reported).toBeGreaterThan(0.8 * length);
      encoder.end();
      expect(encoder.checkpoint.samples).toBe(length);
      encoder.close();
    });

    it('can be closed twice, used or not', async () => {
      const unused = await open(format, options);
      unused.close();
      unused.close();
      const ended = await open(format, options);
      ended.end();
      ended.close();
      ended.close();
    });

    describeWithFfmpeg('as ffmpeg decodes it', () => {
      it('is a mono file of its codec and rate, as long as the input, its tone clean and at the same level', async () => {
        const input = sine(440, { sampleRate: format.sampleRate, length });
        const decoded = decode(await encode([input]));
        expect(decoded).toMatchObject({
          codec: tolerance.codec,
          layout: 'mono',
          sampleRate: format.sampleRate,
        });
        expect(decoded.complaints).toEqual([]);
        expectDuration(decoded.samples.length, length);
        const tone = fitTone(middle(decoded.samples), format.sampleRate, 440);
        expect(Math.abs(20 * Math.log10(tone.amplitude / 0.25))).toBeLessThan(0.1);
        expect(tone.snrDb).toBeGreaterThan(tolerance.snrDb);
        // In step with the input: one sample is 0.06 rad or more.
        expect(Math.abs(tone.phase)).toBeLessThan(0.05);
      });

      it('is a sound file when there was nothing to say', async () => {
        const decoded = decode(await encode([]));
        expect(decoded).toMatchObject({ codec: tolerance.codec, complaints: [] });
        expect(peak(decoded.samples)).toBeLessThan(0.001);
        expect(decoded.samples.length / format.sampleRate).toBeLessThan(0.08);
      });

      it('is one stream when another encoder carries on from a checkpoint', async () => {
        const input = sine(440, { sampleRate: format.sampleRate, length });
        const bytes: Uint8Array[] = [];
        const lost = await open(format, options);
        // What was taken beyond the last whole frame or page is lost with the encoder.
        bytes.push(...inChunks(input.subarray(0, 0.6 * length)).map((chunk) => lost.encode(chunk)));
        const resume = lost.checkpoint;
        lost.close();
        const emitted = decode(Buffer.concat(bytes)).samples.length;
        expect(emitted - tolerance.priming).toBe(resume.samples);

        const heir = await open(format, { ...options, resume });
        bytes.push(heir.encode(input.subarray(resume.samples)), heir.end());
        expect(heir.checkpoint).toMatchObject({ samples: length, serial });
        heir.close();

        const decoded = decode(Buffer.concat(bytes));
        expect(decoded.complaints).toEqual([]);
        const seam = Math.round((seamMs * format.sampleRate) / 1_000);
        expectDuration(decoded.samples.length, length, seam);
        if (seam === 0)
          expect(fitTone(middle(decoded.samples), format.sampleRate, 440).snrDb).toBeGreaterThan(20);
      });
    });

    function decode(bytes: Uint8Array) {
      const raw = ['-f', 's16le', '-sample_rate', String(format.sampleRate), '-ch_layout', 'mono'];
      return decodeWithFfmpeg(bytes, format.container === 'pcm' ? raw : []);
    }

    function expectDuration(decoded: number, expected: number, seam = 0): void {
      const excess = decoded - expected - tolerance.priming;
      expect(excess).toBeGreaterThanOrEqual(0);
      expect(excess).toBeLessThanOrEqual(tolerance.padding + seam);
    }

    /** Without the codec's attack and decay, from a whole period on; the seam of a resumed stream is inside. */
    function middle(samples: Float32Array): Float32Array {
      return samples.subarray(tolerance.priming).subarray(0.2 * format.sampleRate, 1.3 * format.sampleRate);
    }
  });
}
