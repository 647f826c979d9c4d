import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Casting } from '../../casting.ts';
import { VoiceCatalogue } from '../../catalogue.ts';
import { createSynthesizer } from '../../engines/flite/engine.ts';
import { engines } from '../../engines/registry.gen.ts';
import { listen } from '../../engines/testing/listener.ts';
import type { Synthesizer } from '../../synthesizer.ts';
import { analyseVoice } from '../analysis/analyse-voice.ts';
import { fitVoice } from '../fitting.ts';
import { VoiceProfile } from '../profile.ts';
import { profileDistance } from '../profile-distance.ts';
import { designVoices } from './design-voices.ts';

const catalogue = new VoiceCatalogue(engines);
const design = (description: string, changes: Partial<Parameters<typeof designVoices>[1]> = {}) =>
  designVoices(description, { catalogue, language: 'en', count: 1, seed: 42, ...changes });

describe('designVoices', () => {
  it('makes the same of the same, and something else of another seed', () => {
    const four = design('a friendly woman', { count: 4 });
    expect(design('a friendly woman', { count: 4 })).toEqual(four);
    expect(design('a friendly woman', { count: 2 })).toEqual(four.slice(0, 2));
    expect(design('a friendly woman', { count: 4, seed: 43 })).not.toEqual(four);
  });

  it.each(['a deep old man’s voice', 'a bright young woman', 'anyone', 'a squeaky little girl'])(
    'makes candidates for %j that can be told apart',
    (description) => {
      for (const seed of [1, 2, 3]) {
        const voices = design(description, { count: 4, seed });
        for (const [index, voice] of voices.entries())
          for (const other of voices.slice(0, index))
            expect(profileDistance(voice, other)).toBeGreaterThan(1.5);
      }
    },
  );

  it('keeps to what a profile may be, whatever is asked for', () => {
    for (const description of [
      'very deep '.repeat(150),
      'very high '.repeat(150),
      'dark breathy monster',
      '',
    ])
      for (const language of ['en', 'fr', 'zh', 'xx-unknown'])
        for (const voice of design(description, { language, count: 2, strength: 3 }))
          expect(VoiceProfile.parse(voice)).toEqual(voice);
  });

  it('leaves the description out where it is not to be followed', () => {
    const lowest = (strength: number) => design('a very deep man', { strength })[0]?.f0Hz ?? Number.NaN;
    expect(lowest(0)).toBeGreaterThan(1.2 * lowest(1));
  });

  it('finds a voice with the accent for the language of the accent only', () => {
    const [scot] = design('a Scottish man');
    if (!scot) throw new Error('no voice');
    expect(fitVoice(scot, { catalogue, language: 'en' }).voice.languages).toContain('en-GB-scotland');
    expect(fitVoice(scot, { catalogue, language: 'fr' }).voice.languages[0]).toMatch(/^fr/);
  });
});

describe('designed voices, heard', () => {
  let flite: Synthesizer;
  beforeAll(async () => {
    flite = await createSynthesizer();
  });
  afterAll(() => flite.close());

  async function hear(description: string) {
    const casting = new Casting({ catalogue, speakers: design(description) });
    const { voice, timbre, rateFactor } = casting.partFor(0, 'en');
    expect(voice.id).toMatch(/^flite/);
    const text =
      'We all know where the old road goes. The weather is nice and warm today, and nobody is in a hurry.';
    const { samples } = await listen(flite, {
      text,
      voice: voice.id,
      rate: rateFactor,
      ...(timbre && { timbre }),
    });
    const { profile } = analyseVoice([{ samples, sampleRate: voice.sampleRate }]);
    return { ...profile, seconds: samples.length / voice.sampleRate };
  }

  it('sound as they were described', async () => {
    const [old, young] = [await hear('a deep old man’s voice'), await hear('a bright young woman')];
    expect(old.f0Hz).toBeLessThan(115);
    expect(young.f0Hz).toBeGreaterThan(175);
    expect(old.vocalTractRatio / young.vocalTractRatio).toBeGreaterThan(1.12);
    expect(old.seconds).toBeGreaterThan(young.seconds);
    const slow = await hear('a very slow woman');
    expect(slow.seconds / young.seconds).toBeGreaterThan(1.15);
  });
});
