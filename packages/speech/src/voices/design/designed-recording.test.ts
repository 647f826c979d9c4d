import { describe, expect, it } from 'vitest';
import { VoiceCatalogue } from '../../catalogue.ts';
import { engines } from '../../engines/registry.gen.ts';
import { designVoices } from './design-voices.ts';
import { designedRecording, readDesignedRecording } from './designed-recording.ts';

const [profile] = designVoices('an old man', {
  catalogue: new VoiceCatalogue(engines),
  language: 'en',
  count: 1,
  seed: 1,
});
if (!profile) throw new Error('no voice');
const pcm = Uint8Array.from({ length: 24_000 }, (_, index) => index);
const file = designedRecording(pcm, 24_000, profile);

describe('a recording of a designed voice', () => {
  it('tells who speaks, and for how long', () => {
    expect(readDesignedRecording(file)).toEqual({ profile, seconds: 0.5 });
    // At any offset of a larger buffer.
    const body = Buffer.concat([Buffer.alloc(3), file]);
    expect(readDesignedRecording(new Uint8Array(body).subarray(3))?.profile).toEqual(profile);
  });

  it('is a WAV file of the right size', () => {
    const bytes = Buffer.from(file);
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
    expect(bytes.length % 2).toBe(0);
    expect(bytes.subarray(44, 44 + pcm.length)).toEqual(Buffer.from(pcm));
  });

  it('tells nothing once its samples are others', () => {
    const changed = Uint8Array.from(file);
    changed[100] = (changed[100] ?? 0) ^ 1;
    expect(readDesignedRecording(changed)).toBeUndefined();
  });

  it('tells nothing when it is cut off, or is no such file', () => {
    for (const length of [0, 10, 44, 45, 44 + pcm.length, 44 + pcm.length + 4, file.length - 9])
      expect(readDesignedRecording(file.subarray(0, length))).toBeUndefined();
    const hostile = Uint8Array.from(file);
    hostile.fill(0xff, 40, 44);
    expect(readDesignedRecording(hostile)).toBeUndefined();
    const body = Buffer.from(file).indexOf('shdv') + 8;
    const broken = Uint8Array.from(file);
    broken.fill(0x20, body, body + 20);
    expect(readDesignedRecording(broken)).toBeUndefined();
  });
});
