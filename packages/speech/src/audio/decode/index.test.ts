import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import type { Recording } from '../../recording.ts';
import { describeWithFfmpeg } from '../../testing/describe-with-ffmpeg.ts';
import { encodeWithFfmpeg } from '../testing/ffmpeg.ts';
import { noise, sine } from '../testing/signals.ts';
import { decodeRecording } from './index.ts';
import { chunk, pcm16, wavFile } from './testing/wav-file.ts';

const never = new AbortController().signal;
const SECONDS = 2;

function decode(bytes: Uint8Array, options: { maxSeconds?: number; whenLonger?: 'cut' | 'refuse' } = {}) {
  return decodeRecording(bytes, { maxSeconds: 60, whenLonger: 'refuse', signal: never, ...options });
}

/** Swells and falls like speech, and never looks the same: noise of a band, in bursts, over a tone. */
function signal(sampleRate: number): Float32Array {
  const length = SECONDS * sampleRate;
  const tone = sine(250, { sampleRate, length });
  const hiss = noise(length, 0.3);
  let low = 0;
  return tone.map((sample, n) => {
    // A one-pole low-pass at 800 Hz, so that telephone codecs keep it.
    low += (1 - Math.exp((-2 * Math.PI * 800) / sampleRate)) * ((hiss[n] as number) - low);
    const swell = 0.5 + 0.5 * Math.sin((2 * Math.PI * 3.3 * n) / sampleRate);
    return swell * (sample + 2 * low);
  });
}

/** Best correlation of the decoded with the original, when it may come up to 100 ms late or early. */
function likeness(decoded: Recording, original: Float32Array): number {
  const longest = Math.round(0.1 * decoded.sampleRate);
  const coarse = bestLag(decoded, original, { from: -longest, to: longest, step: 8 });
  return bestLag(decoded, original, { from: coarse.lag - 8, to: coarse.lag + 8, step: 1 }).correlation;
}

function bestLag(
  { samples, sampleRate }: Recording,
  original: Float32Array,
  { from, to, step }: { from: number; to: number; step: number },
): { lag: number; correlation: number } {
  let best = { lag: 0, correlation: -1 };
  for (let lag = from; lag <= to; lag += step) {
    let product = 0;
    let power = 0;
    let originalPower = 0;
    for (let n = sampleRate; n < 1.2 * sampleRate; n++) {
      const a = samples[n + lag] as number;
      const b = original[n] as number;
      product += a * b;
      power += a * a;
      originalPower += b * b;
    }
    const correlation = product / Math.sqrt(power * originalPower);
    if (correlation > best.correlation) best = { lag, correlation };
  }
  return best;
}

interface Format {
  name: string;
  /** ffmpeg's. */
  options: string[];
  /** Hz, at which there is one channel. */
  rates: number[];
  /** At the last rate. */
  channels: number[];
  /** Least correlation. */
  fidelity: number;
  /** How far the length may be off, in seconds: not all files know how long they are. */
  tolerance: number;
}

const rates = [8_000, 16_000, 22_050, 44_100, 48_000];
const lossless = { rates: [8_000, 44_100], channels: [2, 6], fidelity: 0.999, tolerance: 0 };
const lossy = { rates, channels: [2, 6], fidelity: 0.98, tolerance: 0.002 };
const formats: Format[] = [
  { ...lossless, name: 'WAV of 8 bits', options: ['-c:a', 'pcm_u8', '-f', 'wav'] },
  { ...lossless, name: 'WAV of 16 bits', options: ['-c:a', 'pcm_s16le', '-f', 'wav'], rates },
  { ...lossless, name: 'WAV of 24 bits', options: ['-c:a', 'pcm_s24le', '-f', 'wav'] },
  { ...lossless, name: 'WAV of 32 bits', options: ['-c:a', 'pcm_s32le', '-f', 'wav'] },
  { ...lossless, name: 'WAV of floats', options: ['-c:a', 'pcm_f32le', '-f', 'wav'] },
  { ...lossless, name: 'WAV of doubles', options: ['-c:a', 'pcm_f64le', '-f', 'wav'] },
  { ...lossless, name: 'WAV in A-law', options: ['-c:a', 'pcm_alaw', '-f', 'wav'] },
  { ...lossless, name: 'WAV in µ-law', options: ['-c:a', 'pcm_mulaw', '-f', 'wav'] },
  { ...lossless, name: 'RF64', options: ['-c:a', 'pcm_s16le', '-f', 'wav', '-rf64', 'always'] },
  { ...lossless, name: 'FLAC', options: ['-c:a', 'flac', '-f', 'flac'], rates },
  { ...lossless, name: 'Ogg FLAC', options: ['-c:a', 'flac', '-f', 'ogg'] },
  { ...lossless, name: 'Matroska PCM', options: ['-c:a', 'pcm_s16le', '-f', 'matroska'] },
  { ...lossy, name: 'MP3', options: ['-b:a', '64k', '-f', 'mp3'], channels: [2] },
  { ...lossy, name: 'Ogg Vorbis', options: ['-c:a', 'libvorbis', '-f', 'ogg'] },
  { ...lossy, name: 'WebM Vorbis', options: ['-c:a', 'libvorbis', '-f', 'webm'], tolerance: 0.03 },
  { ...lossy, name: 'Ogg Opus', options: ['-c:a', 'libopus', '-f', 'ogg'], rates: [48_000] },
  { ...lossy, name: 'WebM Opus', options: ['-c:a', 'libopus', '-f', 'webm'], rates: [48_000] },
  // From here on by the program ffmpeg.
  { ...lossy, name: 'M4A', options: ['-c:a', 'aac', '-f', 'ipod'], tolerance: 0.15 },
  {
    ...lossy,
    name: 'fragmented MP4',
    options: ['-c:a', 'aac', '-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov'],
    rates: [48_000],
    tolerance: 0.1,
  },
  { ...lossless, name: 'Apple Lossless', options: ['-c:a', 'alac', '-f', 'ipod'], rates: [44_100] },
  { ...lossy, name: 'AAC', options: ['-c:a', 'aac', '-f', 'adts'], rates: [16_000, 44_100], tolerance: 0.2 },
  { ...lossless, name: 'AIFF', options: ['-f', 'aiff'], channels: [2] },
  { ...lossless, name: 'CAF', options: ['-c:a', 'pcm_s16le', '-f', 'caf'], rates: [44_100], channels: [2] },
  {
    ...lossy,
    name: 'WAV in ADPCM',
    options: ['-c:a', 'adpcm_ms', '-f', 'wav'],
    rates: [22_050],
    channels: [2],
    tolerance: 0.1,
  },
];

describeWithFfmpeg('decoding a recording', () => {
  it.each(formats)('hears the same in $name', async ({ options, rates, channels, fidelity, tolerance }) => {
    const kinds = [
      ...rates.map((sampleRate) => ({ sampleRate, channels: 1 })),
      ...channels.map((count) => ({ sampleRate: rates.at(-1) ?? 0, channels: count })),
    ];
    for (const { sampleRate, channels } of kinds) {
      const what = `${sampleRate} Hz, ${channels} channels`;
      const original = signal(sampleRate);
      const file = encodeWithFfmpeg(original, sampleRate, ['-ac', String(channels), ...options]);
      const decoded = await decode(file);
      expect(decoded.sampleRate, what).toBe(sampleRate);
      const seconds = decoded.samples.length / sampleRate;
      expect(Math.abs(seconds - SECONDS), `${what}: ${seconds} s`).toBeLessThanOrEqual(tolerance);
      expect(likeness(decoded, original), what).toBeGreaterThan(fidelity);
    }
  });

  it('finds FLAC and MP3 behind an ID3 tag', async () => {
    // ID3v2.4, no flags, 300 bytes of padding.
    const tag = Buffer.concat([Buffer.from([73, 68, 51, 4, 0, 0, 0, 0, 2, 44]), Buffer.alloc(300)]);
    for (const codec of ['flac', 'mp3']) {
      const file = encodeWithFfmpeg(signal(16_000), 16_000, ['-f', codec, '-id3v2_version', '0']);
      const decoded = await decode(Buffer.concat([tag, file]));
      expect(decoded.samples.length / 16_000, codec).toBeCloseTo(SECONDS, 2);
    }
  });

  it('divides rates that no ear needs', async () => {
    const original = signal(96_000);
    const decoded = await decode(encodeWithFfmpeg(original, 96_000, ['-c:a', 'flac', '-f', 'flac']));
    expect(decoded.sampleRate).toBe(48_000);
    expect(decoded.samples.length).toBe(48_000 * SECONDS);
    const half = Float32Array.from({ length: original.length / 2 }, (_, n) => original[2 * n] as number);
    expect(likeness(decoded, half)).toBeGreaterThan(0.999);
  });

  it('says what is missing where there is no ffmpeg', async () => {
    const file = encodeWithFfmpeg(signal(16_000), 16_000, ['-c:a', 'aac', '-f', 'ipod']);
    vi.stubEnv('PATH', '/nowhere');
    await expect(decode(file)).rejects.toMatchObject({
      code: 'bad_input',
      message: 'recordings of this format need ffmpeg, which is not installed here',
    });
    vi.unstubAllEnvs();
    expect((await decode(file)).sampleRate).toBe(16_000);
  });

  it.runIf(process.platform === 'linux')('ends ffmpeg with the job', async () => {
    const silence = new Float32Array(1_200 * 8_000);
    const file = encodeWithFfmpeg(silence, 8_000, ['-c:a', 'aac', '-b:a', '8k', '-f', 'ipod']);
    const cancelling = new AbortController();
    const job = decodeRecording(file, {
      maxSeconds: 2_000,
      whenLonger: 'refuse',
      signal: cancelling.signal,
    });
    const failure = expect(job).rejects.toThrow('not any more');
    await expect.poll(ownFfmpegs, { interval: 1 }).toBe(1);
    cancelling.abort(new Error('not any more'));
    await failure;
    await expect.poll(ownFfmpegs).toBe(0);
  });

  it('leaves no file behind', async () => {
    await decode(encodeWithFfmpeg(signal(16_000), 16_000, ['-c:a', 'aac', '-f', 'ipod']));
    await expect.poll(ownFiles).toEqual([]);
  });
});

describe('a recording', () => {
  const samples = sine(440, { sampleRate: 16_000, length: 32_000 });
  const two = wavFile(pcm16(samples));

  it('may have chunks of any kind before its samples, of odd length too', async () => {
    const list = chunk('LIST', Buffer.from('INFOabc'));
    const { samples: decoded } = await decode(wavFile(pcm16(samples), { chunks: [list] }));
    expect(Math.max(...decoded.map((value, n) => Math.abs(value - (samples[n] as number))))).toBeLessThan(
      1e-4,
    );
  });

  it.each([0, 0xffffffff, 1_000_000])(
    'ends with its file when its header says %i bytes',
    async (dataBytes) => {
      expect((await decode(wavFile(pcm16(samples), { dataBytes }))).samples).toHaveLength(32_000);
    },
  );

  it('that is too long is cut, or refused, to the sample', async () => {
    expect((await decode(two, { maxSeconds: 2 })).samples).toHaveLength(32_000);
    await expect(decode(two, { maxSeconds: 1.9999 })).rejects.toMatchObject({
      code: 'bad_input',
      message: 'the recording is longer than 1.9999 s',
    });
    expect((await decode(two, { maxSeconds: 0.5, whenLonger: 'cut' })).samples).toHaveLength(8_000);
  });

  it('of odd channels is their mean, and what is not a number is silence', async () => {
    const frames = Float32Array.of(0.5, -0.25, Number.NaN, 0.1, Number.POSITIVE_INFINITY, 0.1, 5, 0, -9, 0);
    const bytes = new Uint8Array(frames.buffer);
    const decoded = await decode(wavFile(bytes, { tag: 3, bits: 32, channels: 2 }));
    expect([...decoded.samples]).toEqual([0.125, 0, 1, 1, -1]);
  });

  it('at an odd rate is taken at the nearest multiple of 25 Hz', async () => {
    expect((await decode(wavFile(pcm16(samples), { sampleRate: 15_999 }))).sampleRate).toBe(16_000);
  });

  it('is given up when nobody wants it any more', async () => {
    const cancelling = new AbortController();
    const job = decodeRecording(wavFile(new Uint8Array(40_000_000), { sampleRate: 8_000, bits: 8 }), {
      maxSeconds: 10_000,
      whenLonger: 'refuse',
      signal: cancelling.signal,
      onProgress: () => cancelling.abort(new Error('enough')),
    });
    await expect(job).rejects.toThrow('enough');
  });
});

/** Running children of this process (proc(5)). */
async function ownFfmpegs(): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  return stats.filter((stat) => new RegExp(`\\(ffmpeg\\) [^Z] ${process.pid} `).test(stat)).length;
}

async function ownFiles(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('shoal-recording-'));
}
