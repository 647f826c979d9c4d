import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { save } from './index.ts';

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'sdk-save-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** A WAV file of `samples` bytes, whose header says `riff` and `data`. */
function wav({ samples = 10, riff = 0xffffffff, data = 0xffffffff, before = '', after = '' } = {}): Buffer {
  const file = Buffer.from(
    `RIFF....WAVEfmt ....................${before}data....${'s'.repeat(samples)}${after}`,
    'latin1',
  );
  file.writeUInt32LE(riff, 4);
  file.writeUInt32LE(16, 16);
  file.writeUInt32LE(data, 40 + before.length);
  return file;
}

async function* split(bytes: Uint8Array, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function saved(audio: Uint8Array | AsyncIterable<Uint8Array>) {
  const path = join(await folder(), 'a.wav');
  await save(audio, path);
  return readFile(path);
}

describe('save', () => {
  it.each([
    ['all at once', wav()],
    ['byte by byte', split(wav(), 1)],
    ['with the placeholders of the documents', wav({ riff: 4294967076, data: 4294967040 })],
  ])('gives a streamed WAV file its true sizes: %s', async (_, audio) => {
    expect(await saved(audio)).toEqual(wav({ riff: 46, data: 10 }));
  });

  it('finds the data behind another chunk', async () => {
    const before = 'LIST\u0003\0\0\0abc\0';
    expect(await saved(wav({ before }))).toEqual(wav({ before, riff: 58, data: 10 }));
  });

  it.each([
    ['a WAV file that is right', wav({ riff: 46, data: 10 })],
    ['a WAV file with something behind its data', wav({ riff: 50, data: 10, after: 'more' })],
    ['what is no WAV file', Buffer.from('ID3 and the rest of it, which is long enough')],
    ['a file of nothing', Buffer.alloc(0)],
    ['half a header', wav().subarray(0, 30)],
  ])('leaves %s as it is', async (_, audio) => {
    expect(await saved(audio)).toEqual(audio);
  });

  it('leaves no file behind when the audio breaks off', async () => {
    const path = await folder();
    const failure = new Error('cut');
    async function* broken() {
      yield wav();
      throw failure;
    }
    await expect(save(broken(), join(path, 'a.wav'))).rejects.toBe(failure);
    expect(await readdir(path)).toEqual([]);
  });
});
