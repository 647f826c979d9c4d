import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { describeWith } from '../tests/installed-programs.ts';
import { describeMp3 } from './mp3-stream.ts';

const SECONDS = 2;
const RATE = 44_100;

/** LAME's own encoding of a sawtooth. */
function encoded(...options: string[]): Buffer {
  const samples = Int16Array.from({ length: SECONDS * RATE }, (_, i) => ((i % 100) - 50) * 200);
  const raw = ['--quiet', '-r', '-s', '44.1', '-m', 'm', ...options, '-', '-'];
  return execFileSync('lame', raw, { input: new Uint8Array(samples.buffer) });
}

describeWith(['lame'], 'what is read off an MP3 stream', () => {
  it('tells kind and length of what LAME encodes', () => {
    const { kind, seconds } = describeMp3(encoded('-b', '64'));
    expect(kind).toBe('mono 44.1 kHz 64 kbit/s');
    // Encoder delay and the padding of the last frame come on top.
    expect(seconds).toBeGreaterThanOrEqual(SECONDS);
    expect(seconds).toBeLessThan(SECONDS + 0.1);
  });

  it('tells other kinds apart', () => {
    expect(describeMp3(encoded('-b', '128', '--resample', '32')).kind).toBe('mono 32 kHz 128 kbit/s');
  });

  it('refuses half the sample rate, which is half the work', () => {
    expect(() => describeMp3(encoded('-b', '64', '--resample', '22.05'))).toThrow('MPEG-1 Layer III');
  });

  it('refuses a stream that is cut short, empty, or of changing bit rate', () => {
    expect(() => describeMp3(encoded('-b', '64').subarray(0, -10))).toThrow('ends inside a frame');
    expect(() => describeMp3(new Uint8Array())).toThrow('empty');
    expect(() => describeMp3(Buffer.concat([encoded('-b', '64'), encoded('-b', '128')]))).toThrow('changes');
  });
});
