import { describe, expect, it } from 'vitest';
import { SpeechError } from '../../error.ts';
import { describeWithFfmpeg } from '../../testing/describe-with-ffmpeg.ts';
import { decodeRecording } from './index.ts';
import {
  bombs,
  damagedRecordings,
  type HostileRecording,
  hostileRecordings,
} from './testing/hostile-recordings.ts';

const MOST_SECONDS = 20;

/** What came of it: a sentence, or seconds of sound that nobody has to be afraid of. */
async function outcome({ name, bytes }: HostileRecording, whenLonger: 'cut' | 'refuse') {
  try {
    const { samples, sampleRate } = await decodeRecording(bytes, {
      maxSeconds: MOST_SECONDS,
      whenLonger,
      signal: new AbortController().signal,
    });
    expect(sampleRate, name).toBeGreaterThanOrEqual(8_000);
    expect(sampleRate, name).toBeLessThanOrEqual(48_000);
    expect(samples.length, name).toBeGreaterThan(0);
    expect(samples.length, name).toBeLessThanOrEqual(MOST_SECONDS * sampleRate);
    expect(
      samples.every((sample) => sample >= -1 && sample <= 1),
      name,
    ).toBe(true);
    return 'sound';
  } catch (error) {
    if (!SpeechError.isInstance(error)) throw error;
    expect(error.code, name).toBe('bad_input');
    expect(error.message, name).toMatch(/^(the|recordings of) [\w\s,;:./'-]+$/);
    return error.message;
  }
}

describe('a file that is no recording', () => {
  const files = hostileRecordings();

  it('is refused with a sentence, or makes harmless sound', async () => {
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) await outcome(file, 'refuse');
  });

  it.each(['nothing', 'a text', 'a PNG image', 'a playlist', 'WAV with 65,535 channels', 'WAV with 1 Hz'])(
    'is not heard: %s',
    async (name) => {
      const file = files.find((candidate) => candidate.name === name);
      expect(file).toBeDefined();
      if (file) expect(await outcome(file, 'cut')).not.toBe('sound');
    },
  );
});

describeWithFfmpeg('a recording that is damaged', () => {
  it('is heard as far as it can be read, or refused with a sentence', async () => {
    const outcomes = new Map<string, string>();
    const files = damagedRecordings();
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) outcomes.set(file.name, await outcome(file, 'refuse'));
    const heard = [...outcomes.values()].filter((result) => result === 'sound');
    expect(heard.length).toBeGreaterThan(files.length / 2);
    expect(outcomes.get('MP3 with a hole in the middle')).toBe('sound');
    expect(outcomes.get('Ogg Opus cut after 0.98 of it')).toBe('sound');
  });
});

describeWithFfmpeg('a small file that decodes to much', () => {
  it('is cut or refused where the limit is', async () => {
    for (const bomb of bombs()) {
      expect(await outcome(bomb, 'cut'), bomb.name).toBe('sound');
      expect(await outcome(bomb, 'refuse'), bomb.name).toMatch(
        /^the recording is (longer than|too long for) /,
      );
    }
  });
});
