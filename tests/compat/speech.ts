import { expect } from 'vitest';
import { rmsDb, silences } from '../../packages/speech/src/audio/measure.ts';
import { decodeWithFfmpeg } from '../../packages/speech/src/audio/testing/ffmpeg.ts';
import { inspectContainer } from '../sound/container.ts';

export interface FileFormat {
  /** ffmpeg's name. */
  codec: string;
  /** Hz. */
  sampleRate: number;
  /** bit/s, where it is constant. */
  bitrate?: number;
}

/** What a request gets that asks for nothing else. */
export const defaultMp3: FileFormat = { codec: 'mp3', sampleRate: 44_100, bitrate: 128_000 };

/**
 * Fails unless a file is sound, mono, of the given format, and has somebody saying the text in it.
 *
 * @returns its samples, in [-1, 1]
 */
export function expectSpokenFile(
  file: Uint8Array = new Uint8Array(0),
  text: string,
  { codec, sampleRate, bitrate }: FileFormat = defaultMp3,
): Float32Array {
  const container = inspectContainer(file);
  expect(container).toMatchObject({ codec, sampleRate, channels: 1, complaints: '' });
  if (bitrate !== undefined) {
    // A frame of MP3 holds whole bytes, so that some are one byte longer than others.
    for (const packet of container.packetBitrates) expect(Math.abs(packet / bitrate - 1)).toBeLessThan(0.01);
  }
  const { samples, complaints } = decodeWithFfmpeg(file);
  expect(complaints).toHaveLength(0);
  expectSpeech(samples, sampleRate, text);
  return samples;
}

/**
 * Fails unless mono samples in [-1, 1] can be somebody saying the text: as long as reading it aloud takes,
 * sounding for most of that time, and as loud as speech is.
 */
export function expectSpeech(samples: Float32Array, sampleRate: number, text: string): void {
  const seconds = samples.length / sampleRate;
  expect(seconds / text.length, 'seconds a character').toBeGreaterThan(0.045);
  expect(seconds / text.length, 'seconds a character').toBeLessThan(0.13);
  const pauses = silences(samples, sampleRate, { thresholdDb: -45, minMs: 50 });
  const silentMs = pauses.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  expect(silentMs / 1000 / seconds, 'share of silence').toBeLessThan(0.4);
  expect(rmsDb(samples), 'level in dBFS').toBeGreaterThan(-32);
  expect(rmsDb(samples), 'level in dBFS').toBeLessThan(-8);
}

/** The samples of `pcm`: 16 bits, little-endian. Throws when half a sample is left over. */
export function samplesOfPcm(bytes: Uint8Array): Float32Array {
  if (bytes.length % 2 !== 0) throw new Error(`${bytes.length} bytes are not whole 16-bit samples`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true) / 32_768);
}
