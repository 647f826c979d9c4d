import { beforeAll, describe, expect, it } from 'vitest';
import { rmsDb } from '../../audio/measure.ts';
import { describeSynthesizer } from '../../synthesizer.conformance.ts';
import type { Synthesizer } from '../../synthesizer.ts';
import { analyseVoice } from '../../voices/analysis/analyse-voice.ts';
import { listen, type Speech } from '../testing/listener.ts';
import { createSynthesizer } from './engine.ts';
import { manifest } from './manifest.ts';

const voice = 'espeak-en-us';

describeSynthesizer('espeak', {
  manifest,
  create: createSynthesizer,
  voices: [voice, 'espeak-fr-fr', 'espeak-cmn'],
  language: 'en-US',
  texts: {
    short: 'The quick brown fox jumps over the lazy dog.',
    long:
      'The quick brown fox jumps over the lazy dog by the river bank. Then it rests in the shade, and watches the ' +
      'boats go by until the evening comes. Nobody knows where it sleeps at night, but some people say that it ' +
      'lives under the old stone bridge; others have never heard of it and do not care to hear of it either.',
  },
});

describe('espeak', () => {
  let synthesizer: Synthesizer;
  beforeAll(async () => {
    synthesizer = await createSynthesizer();
  });

  async function durationMs(text: string, rate = 1): Promise<number> {
    return (await listen(synthesizer, { text, voice, rate })).length / 22.05;
  }

  async function profileOf(speech: Speech) {
    const { samples } = await listen(synthesizer, speech);
    return analyseVoice([{ samples, sampleRate: 22_050 }]).profile;
  }

  it('lists 140 voices under readable ids', () => {
    const ids = manifest.voices.map(({ id }) => id);
    expect(new Set(ids).size).toBe(140);
    expect(ids).toEqual(
      expect.arrayContaining(['espeak-en-us', 'espeak-fr-fr', 'espeak-cmn', 'espeak-pt-br']),
    );
    const tags = manifest.voices.flatMap(({ languages }) => languages);
    expect(() => Intl.getCanonicalLocales(tags)).not.toThrow();
    expect(manifest.voices.find(({ id }) => id === 'espeak-cmn')?.languages).toEqual(['cmn', 'zh']);
  });

  it('speaks with every voice that it lists', async () => {
    for (const { id } of manifest.voices) {
      const { samples } = await listen(synthesizer, { text: '1 na Ꮎ', voice: id });
      expect(rmsDb(samples), id).toBeGreaterThan(-45);
    }
  });

  it.each([0.5, 0.75, 1.25, 1.5, 2])('speaks at rate %d as fast as it should, within 6 %%', async (rate) => {
    const text =
      'The quick brown fox jumps over the lazy dog. Then it rests in the shade, and sleeps until the evening.';
    const ratio = ((await durationMs(text, rate)) * rate) / (await durationMs(text));
    expect(Math.abs(ratio - 1)).toBeLessThan(0.06);
  });

  it('lets the first sound out long before the sentence is made', async () => {
    const { pieces } = await listen(synthesizer, { text: 'One two three four five six seven eight.', voice });
    expect(pieces[0]?.length).toBeLessThanOrEqual(2_206);
    expect(pieces.length).toBeGreaterThan(10);
  });

  it('follows a timbre in every language, and whether or not the voice has a pitch of its own', async () => {
    const text: Readonly<Record<string, string>> = {
      'espeak-fr-fr': 'Les bateaux rentraient au port le soir, les uns après les autres, sans un bruit.',
      'espeak-de': 'Am Abend kamen die Boote eines nach dem anderen und ganz leise in den Hafen zurück.',
      'espeak-hu': 'Este a csónakok egymás után, csendben tértek vissza a kikötőbe.',
      'espeak-cmn': '人人生而自由，在尊严和权利上一律平等，他们有理性和良心。',
    };
    for (const [id, sentence] of Object.entries(text)) {
      const own = manifest.voices.find((one) => one.id === id)?.profile;
      if (!own) throw new Error(`no profile of ${id}`);
      const timbre = {
        ...own,
        f0Hz: 1.7 * own.f0Hz,
        vocalTractRatio: 0.87 * own.vocalTractRatio,
        equaliserDb: [],
      };
      // A sentence may lie above or below the median of its language, so it is compared with itself.
      const [plain, changed] = [
        await profileOf({ text: sentence, voice: id }),
        await profileOf({ text: sentence, voice: id, timbre }),
      ];
      expect(Math.abs(changed.f0Hz / plain.f0Hz / 1.7 - 1), id).toBeLessThan(0.05);
      expect(Math.abs(changed.f0RangeSemitones / plain.f0RangeSemitones - 1), id).toBeLessThan(0.2);
      expect(Math.abs(changed.vocalTractRatio / plain.vocalTractRatio / 0.87 - 1), id).toBeLessThan(0.08);
    }
  });

  it('breathes when the voice that it follows does', async () => {
    const { profile } = manifest.voices.find(({ id }) => id === voice) ?? {};
    if (!profile) throw new Error('no profile');
    const clear = { ...profile, equaliserDb: [] };
    const peakOf = async (cepstralPeakDb: number) => {
      const text = 'The quick brown fox jumps over the lazy dog, and then it rests in the shade.';
      return (await profileOf({ text, voice, timbre: { ...clear, cepstralPeakDb } })).cepstralPeakDb;
    };
    expect(
      (await peakOf(profile.cepstralPeakDb)) - (await peakOf(profile.cepstralPeakDb - 5)),
    ).toBeGreaterThan(2);
  });

  it('speaks mark-up as text', async () => {
    // As mark-up, the "b" would be silent.
    expect(await durationMs('5 <b> 6')).toBeGreaterThan((await durationMs('5 6')) + 150);
    expect(await durationMs('wait <break time="20s"/> here')).toBeLessThan(10_000);
    // As phonemes this would be a single "hello".
    expect(await durationMs("[[h@l'oU]]")).toBeGreaterThan((await durationMs('hello')) + 300);
  });

  it('finds words in the original text behind what it had to escape', async () => {
    const text = 'Tom & Jerry <b> 😀 said [[hi]] & café.';
    const { heardWords } = await listen(synthesizer, { text, voice });
    const words = heardWords.map(({ textStart, textEnd }) => text.slice(textStart, textEnd));
    expect(words).toEqual(expect.arrayContaining(['Tom', '&', 'Jerry', 'said', 'hi', 'café']));
  });

  it('places words of later stretches in the whole utterance', async () => {
    const sentence = 'The quick brown fox jumps over the lazy dog near the river. ';
    const { heardWords, length } = await listen(synthesizer, { text: sentence.repeat(4), voice });
    const foxes = heardWords.filter(
      ({ textStart, textEnd }) => sentence.repeat(4).slice(textStart, textEnd) === 'fox',
    );
    const [first = 0, second = 0, third = 0, fourth = 0] = foxes.map(({ startMs }) => startMs);
    expect(second - first).toBeGreaterThan(length / 22.05 / 5);
    expect((third - second) / (second - first)).toBeCloseTo(1, 1);
    expect((fourth - third) / (second - first)).toBeCloseTo(1, 1);
  });
});
