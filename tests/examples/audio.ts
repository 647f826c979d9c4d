import { spawnSync } from 'node:child_process';

/** ffmpeg's decoding of an audio file: how long it is, and what it says of it. */
export function decodeAudio(file: Uint8Array): { seconds: number; complaints: string } {
  const rate = 16_000;
  const options = ['-v', 'error', '-i', 'pipe:0', '-f', 's16le', '-ac', '1', '-ar', String(rate), 'pipe:1'];
  const { stdout, stderr, error } = spawnSync('ffmpeg', options, { input: file, maxBuffer: 2 ** 28 });
  if (error) throw error;
  return { seconds: stdout.length / 2 / rate, complaints: stderr.toString().trim() };
}
