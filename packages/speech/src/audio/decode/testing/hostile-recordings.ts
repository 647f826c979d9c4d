import { encodeWithFfmpeg } from '../../testing/ffmpeg.ts';
import { noise, sine } from '../../testing/signals.ts';
import { chunk, pcm16, wavFile } from './wav-file.ts';

export interface HostileRecording {
  name: string;
  bytes: Uint8Array;
}

/** Files that are no recordings, or lie. All are small; what some of them decode to is not. */
export function hostileRecordings(): HostileRecording[] {
  return [...otherFiles(), ...bareSignatures(), ...lyingWavs()];
}

/** Sound recordings of every format, damaged in every way. Needs ffmpeg. */
export function damagedRecordings(): HostileRecording[] {
  const sound = noise(2 * RATE, 0.3);
  return encodings.flatMap(({ name, options }) => {
    const file = encodeWithFfmpeg(sound, RATE, options);
    return damages.map((damage) => ({ name: `${name} ${damage.name}`, bytes: damage.to(Buffer.from(file)) }));
  });
}

/** Silence, of which a minute takes some kilobytes. Needs ffmpeg. */
export function bombs(): HostileRecording[] {
  const silence = new Float32Array(BOMB_SECONDS * 8_000);
  const surround = ['-ac', '8', '-channel_layout', '7.1'];
  const flac = ['-c:a', 'flac', '-frame_size', '65535'];
  return [
    { name: 'a minute of FLAC in 7.1', options: [...surround, ...flac, '-f', 'flac'] },
    { name: 'a minute of Ogg FLAC', options: [...flac, '-f', 'ogg'] },
    { name: 'a minute of FLAC at 192 kHz', options: ['-ar', '192000', ...flac, '-f', 'flac'] },
    {
      name: 'a minute of Ogg Opus',
      options: ['-c:a', 'libopus', '-b:a', '6k', '-frame_duration', '120', '-f', 'ogg'],
    },
    { name: 'a minute of WebM Opus', options: ['-c:a', 'libopus', '-b:a', '6k', '-f', 'webm'] },
    { name: 'a minute of Vorbis', options: ['-c:a', 'libvorbis', '-f', 'ogg'] },
    { name: 'a minute of MP3', options: ['-b:a', '8k', '-f', 'mp3'] },
    { name: 'a minute of AAC', options: ['-c:a', 'aac', '-b:a', '8k', '-f', 'ipod'] },
  ].map(({ name, options }) => ({ name, bytes: encodeWithFfmpeg(silence, 8_000, options) }));
}

const RATE = 16_000;
const BOMB_SECONDS = 60;
const NOISE_BYTES = 20_000;

const signatures: Readonly<Record<string, string>> = {
  WAV: 'RIFF\xff\xff\xff\xffWAVE',
  'WAV with a format': 'RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0',
  FLAC: 'fLaC',
  'FLAC with a header': 'fLaC\0\0\0\x22',
  Ogg: 'OggS\0\x02',
  'Ogg Opus': 'OggS\0\x02\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead\x01\xff',
  'Ogg Vorbis': 'OggS\0\x02\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01\x1e\x01vorbis',
  Matroska: '\x1aE\xdf\xa3',
  WebM: '\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm',
  MP4: '\0\0\0\x18ftypM4A ',
  'MP4 without a type': '\0\0\0\x08moov',
  ID3: 'ID3\x04\0\0\x7f\x7f\x7f\x7f',
  MP3: '\xff\xfb\x90\x64',
  AAC: '\xff\xf1\x50\x80',
  AIFF: 'FORM\0\0\0\x10AIFF',
  CAF: 'caff\0\x01\0\0',
  AMR: '#!AMR\n',
};

function bareSignatures(): HostileRecording[] {
  return Object.entries(signatures).flatMap(([name, text]) => {
    const start = Buffer.from(text, 'latin1');
    return [
      { name: `nothing but the first bytes of ${name}`, bytes: start },
      { name: `zeros behind the first bytes of ${name}`, bytes: Buffer.concat([start, zeros]) },
      { name: `ones behind the first bytes of ${name}`, bytes: Buffer.concat([start, ones]) },
      { name: `noise behind the first bytes of ${name}`, bytes: Buffer.concat([start, randomBytes(1)]) },
    ];
  });
}

function otherFiles(): HostileRecording[] {
  const text = (words: string) => Buffer.from(words.repeat(200));
  return [
    { name: 'nothing', bytes: new Uint8Array(0) },
    { name: 'one byte', bytes: Uint8Array.of(0x52) },
    { name: 'a text', bytes: text('It was a dark and stormy night. ') },
    { name: 'a page', bytes: text('<!DOCTYPE html><html><body>Not found</body></html>') },
    { name: 'JSON', bytes: text('{"audio": "UklGRg=="}') },
    { name: 'a playlist', bytes: Buffer.from('#EXTM3U\nfile:///etc/passwd\n') },
    { name: 'a list for concatenation', bytes: Buffer.from("ffconcat version 1.0\nfile '/etc/passwd'\n") },
    { name: 'base64 of a WAV file', bytes: Buffer.from(Buffer.from(sound).toString('base64')) },
    {
      name: 'a PNG image',
      bytes: Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(2)]),
    },
    {
      name: 'a JPEG image',
      bytes: Buffer.concat([Buffer.from('\xff\xd8\xff\xe0', 'latin1'), randomBytes(3)]),
    },
    { name: 'a GIF image', bytes: Buffer.concat([Buffer.from('GIF89a'), randomBytes(4)]) },
    { name: 'a PDF', bytes: Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5)]) },
    { name: 'an archive', bytes: Buffer.concat([Buffer.from('PK\x03\x04'), sound]) },
    { name: 'zeros', bytes: zeros },
    { name: 'ones', bytes: ones },
    ...[1, 2, 3, 4, 5].map((seed) => ({ name: `noise ${seed}`, bytes: randomBytes(seed) })),
  ];
}

function lyingWavs(): HostileRecording[] {
  const samples = randomBytes(7);
  return [
    { name: 'no channels', bytes: wavFile(samples, { channels: 0 }) },
    { name: '9 channels', bytes: wavFile(samples, { channels: 9 }) },
    { name: '65,535 channels', bytes: wavFile(samples, { channels: 65_535 }) },
    { name: '0 Hz', bytes: wavFile(samples, { sampleRate: 0 }) },
    { name: '1 Hz', bytes: wavFile(samples, { sampleRate: 1 }) },
    { name: '4 GHz', bytes: wavFile(samples, { sampleRate: 0xffffffff }) },
    { name: '0 bits', bytes: wavFile(samples, { bits: 0 }) },
    { name: '65,535 bits', bytes: wavFile(samples, { bits: 65_535 }) },
    { name: 'floats of 16 bits', bytes: wavFile(samples, { tag: 3, bits: 16 }) },
    { name: 'floats that are noise', bytes: wavFile(samples, { tag: 3, bits: 32 }) },
    { name: 'doubles that are noise', bytes: wavFile(samples, { tag: 3, bits: 64 }) },
    { name: 'a codec that does not exist', bytes: wavFile(samples, { tag: 0x4242 }) },
    { name: 'MP3 inside, which is noise', bytes: wavFile(samples, { tag: 0x55 }) },
    { name: 'ADPCM inside, in no blocks', bytes: wavFile(samples, { tag: 2, bits: 4 }) },
    { name: 'no samples', bytes: wavFile(new Uint8Array(0)) },
    { name: 'half a sample', bytes: wavFile(Uint8Array.of(1)) },
    { name: 'another WAV file inside', bytes: wavFile(sound, { bits: 8 }) },
    { name: 'samples before the format', bytes: Buffer.concat([riff, chunk('data', samples)]) },
    { name: 'a chunk of 4 GB', bytes: Buffer.concat([riff, chunk('LIST', samples, 0xffffffff)]) },
    {
      name: 'a hundred thousand chunks',
      bytes: wavFile(samples, { chunks: Array(100_000).fill(chunk('junk', new Uint8Array(0))) }),
    },
  ].map(({ name, bytes }) => ({ name: `WAV with ${name}`, bytes }));
}

const encodings: readonly { name: string; options: string[] }[] = [
  { name: 'WAV', options: ['-c:a', 'pcm_s16le', '-f', 'wav'] },
  { name: 'MP3', options: ['-f', 'mp3'] },
  { name: 'FLAC', options: ['-f', 'flac'] },
  { name: 'Ogg Opus', options: ['-c:a', 'libopus', '-f', 'ogg'] },
  { name: 'Ogg Vorbis', options: ['-c:a', 'libvorbis', '-f', 'ogg'] },
  { name: 'Ogg FLAC', options: ['-c:a', 'flac', '-f', 'ogg'] },
  { name: 'WebM Opus', options: ['-c:a', 'libopus', '-f', 'webm'] },
  { name: 'WebM Vorbis', options: ['-c:a', 'libvorbis', '-f', 'webm'] },
  { name: 'M4A', options: ['-c:a', 'aac', '-f', 'ipod'] },
  { name: 'AIFF', options: ['-f', 'aiff'] },
];

const damages: readonly { name: string; to: (bytes: Buffer) => Uint8Array }[] = [
  ...[0.02, 0.5, 0.98].map((share) => ({
    name: `cut after ${share} of it`,
    to: (bytes: Buffer) => bytes.subarray(0, Math.round(share * bytes.length)),
  })),
  { name: 'without its beginning', to: (bytes) => bytes.subarray(100) },
  { name: 'with a hole in the middle', to: (bytes) => bytes.fill(0, bytes.length >> 2, bytes.length >> 1) },
  {
    name: 'twice',
    to: (bytes) => Buffer.concat([bytes, bytes]),
  },
  ...[1, 2, 3].map((seed) => ({
    name: `with its header corrupted (${seed})`,
    to: (bytes: Buffer) => corrupted(bytes, { seed, count: 8, within: 200 }),
  })),
  ...[4, 5, 6].map((seed) => ({
    name: `corrupted throughout (${seed})`,
    to: (bytes: Buffer) => corrupted(bytes, { seed, count: 200, within: bytes.length }),
  })),
];

function corrupted(
  bytes: Buffer,
  { seed, count, within }: { seed: number; count: number; within: number },
): Buffer {
  const random = generator(seed);
  // The first bytes stay: without them nobody would try.
  for (let i = 0; i < count; i++)
    bytes[12 + Math.floor(random() * (within - 12))] = Math.floor(random() * 256);
  return bytes;
}

function randomBytes(seed: number): Buffer {
  const random = generator(seed);
  return Buffer.from(Array.from({ length: NOISE_BYTES }, () => Math.floor(random() * 256)));
}

/** Numbers in [0, 1), the same in every run (xorshift32). */
function generator(seed: number): () => number {
  let state = 0x9e3779b9 ^ seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const zeros = Buffer.alloc(NOISE_BYTES);
const ones = Buffer.alloc(NOISE_BYTES, 0xff);
const riff = Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1');
const sound = wavFile(pcm16(sine(440, { sampleRate: RATE, length: RATE })));
