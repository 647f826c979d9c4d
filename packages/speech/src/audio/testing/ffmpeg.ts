import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What ffmpeg, as an independent decoder, makes of a file. */
export interface DecodedFile {
  /** ffmpeg's names. */
  codec: string;
  layout: string;
  sampleRate: number;
  /** In [-1, 1], interleaved when there are several channels. */
  samples: Float32Array;
  /** Lines that report errors; empty when the file is sound. */
  complaints: string[];
}

/**
 * Decodes a file in memory to its end. `inputOptions` describe a file that does not describe itself.
 * Throws when ffmpeg finds no audio in it.
 */
export function decodeWithFfmpeg(file: Uint8Array, inputOptions: string[] = []): DecodedFile {
  const { output, log } = run([...inputOptions, '-i', 'pipe:0', '-f', 'f32le', 'pipe:1'], file);
  const [, codec, sampleRate, layout] = /Stream #0:0.*: Audio: (\w+).*, (\d+) Hz, (\w+)/.exec(log) ?? [];
  if (!codec || !layout) throw new Error(`ffmpeg finds no audio: ${log}`);
  const bytes = Uint8Array.from(output);
  return {
    codec,
    layout,
    sampleRate: Number(sampleRate),
    samples: new Float32Array(bytes.buffer, 0, bytes.length >> 2),
    complaints: log.split('\n').filter((line) => /\[(error|fatal|panic)\]/.test(line)),
  };
}

/**
 * Makes a file of mono samples. `outputOptions` say which, for example `['-c:a', 'flac', '-f', 'flac']`. It is written
 * to a disk, where headers are completed at the end.
 */
export function encodeWithFfmpeg(
  samples: Float32Array,
  sampleRate: number,
  outputOptions: string[],
): Uint8Array {
  const input = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  const format = ['-f', 'f32le', '-ar', String(sampleRate), '-ac', '1', '-i', 'pipe:0'];
  const folder = mkdtempSync(join(tmpdir(), 'shoal-test-'));
  try {
    const path = join(folder, 'encoded');
    const { log } = run([...format, ...outputOptions, path], input);
    if (!existsSync(path)) throw new Error(`ffmpeg makes nothing: ${log}`);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Integrated loudness in LUFS by ffmpeg's `ebur128` filter. */
export function loudnessByFfmpeg(samples: Float32Array, sampleRate: number): number {
  const input = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  const format = ['-f', 'f32le', '-ar', String(sampleRate), '-ac', '1', '-i', 'pipe:0'];
  const { log } = run([...format, '-af', 'ebur128', '-f', 'null', '-'], input);
  const summary = /Summary:[^-]*I:\s+(-[\d.]+) LUFS/.exec(log);
  if (!summary) throw new Error(`ebur128 gave no summary: ${log}`);
  return Number(summary[1]);
}

function run(options: string[], input: Uint8Array): { output: Uint8Array; log: string } {
  const { stdout, stderr, error } = spawnSync(
    'ffmpeg',
    ['-hide_banner', '-nostats', '-v', 'level+info', ...options],
    { input, maxBuffer: 256 * 1024 * 1024 },
  );
  if (error) throw error;
  return { output: stdout, log: stderr.toString() };
}
