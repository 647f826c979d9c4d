import { afterAll, beforeAll, expect, it } from 'vitest';
import { pcm16, wavFile } from '../audio/decode/testing/wav-file.ts';
import { Resampler } from '../audio/resampler.ts';
import { encodeWithFfmpeg } from '../audio/testing/ffmpeg.ts';
import { createSynthesizer } from '../engines/flite/engine.ts';
import { createRecognizer } from '../engines/pocketsphinx/engine.ts';
import { describeWithPocketSphinx } from '../engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { listen } from '../engines/testing/listener.ts';
import type { Recognizer } from '../recognizer.ts';
import { describeWithFfmpeg } from '../testing/describe-with-ffmpeg.ts';
import { recognizeHere } from './testing/recognize-here.ts';
import { recognitionSentences } from './testing/sentences.ts';
import { countWordErrors, wordsOf } from './testing/word-errors.ts';

const RATE = 16_000;
/** Words that may be heard otherwise through a lossy codec, or through a telephone. */
const MOST_DIFFERENT = 0.1;

describeWithPocketSphinx('the same recording', () => {
  describeWithFfmpeg('as a file of another kind', () => {
    let recognizer: Recognizer;
    let samples: Float32Array;
    let reference: string;
    beforeAll(async () => {
      recognizer = await createRecognizer();
      const flite = await createSynthesizer();
      const text = recognitionSentences.slice(6, 10).join(' ');
      ({ samples } = await listen(flite, { text, voice: 'flite-rms' }));
      await flite.close();
      reference = await heard(wavFile(pcm16(samples), { sampleRate: RATE }));
      expect(countWordErrors(text, reference)).toBeLessThanOrEqual(1);
    });
    afterAll(() => recognizer.close());

    async function heard(file: Uint8Array): Promise<string> {
      return (await recognizeHere(file, recognizer)).map(({ text }) => text).join(' ');
    }

    const at = (rate: number) => new Resampler(RATE, rate).process(samples);
    const encoded = (...options: string[]) => encodeWithFfmpeg(at(48_000), 48_000, options);

    it.each([44_100, 48_000])('has the same words at %i Hz', async (rate) => {
      expect(await heard(wavFile(pcm16(at(rate)), { sampleRate: rate }))).toBe(reference);
    });

    it('has the same words in stereo', async () => {
      const stereo = new Float32Array(2 * samples.length).map((_, n) => samples[n >> 1] as number);
      expect(await heard(wavFile(pcm16(stereo), { sampleRate: RATE, channels: 2 }))).toBe(reference);
    });

    it('has the same words without loss', async () => {
      expect(await heard(encoded('-c:a', 'flac', '-f', 'flac'))).toBe(reference);
    });

    it.each<[string, () => Uint8Array]>([
      ['WAV at 8 kHz', () => wavFile(pcm16(at(8_000)), { sampleRate: 8_000 })],
      ['MP3', () => encoded('-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3')],
      ['Ogg Opus', () => encoded('-c:a', 'libopus', '-b:a', '32k', '-f', 'ogg')],
      ['Ogg Vorbis', () => encoded('-c:a', 'libvorbis', '-q:a', '3', '-f', 'ogg')],
      ['M4A', () => encoded('-c:a', 'aac', '-b:a', '64k', '-f', 'ipod')],
      ['WebM', () => encoded('-c:a', 'libopus', '-b:a', '32k', '-f', 'webm')],
    ])('has nearly the same words as %s', async (_, make) => {
      const words = await heard(make());
      const allowed = Math.ceil(MOST_DIFFERENT * wordsOf(reference).length);
      expect(countWordErrors(reference, words), words).toBeLessThanOrEqual(allowed);
    });
  });
});
