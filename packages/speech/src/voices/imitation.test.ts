import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VoiceCatalogue } from '../catalogue.ts';
import { engines } from '../engines/registry.gen.ts';
import { listen } from '../engines/testing/listener.ts';
import type { Synthesizer } from '../synthesizer.ts';
import {
  type Comparison,
  compare,
  enrolledText,
  heldBackText,
  imitationTexts,
  nearestSpeaker,
  type TestSpeaker,
  unfittedProfiles,
} from './testing/imitation.ts';

/**
 * Each is spoken without itself, so that another voice has to become it, with a spectrum that is as far away as this share
 * of the nearest unfitted voice's at most. No other voice of Flite can become a woman.
 */
const spectrumShares = { 'flite-slt': 0.55, 'flite-awb': 0.25, 'flite-kal16': 0.25 };
const people = Object.keys(spectrumShares);
const catalogueWithout = (id: string) =>
  new VoiceCatalogue(
    engines.map((engine) => ({
      ...engine,
      // "kal" is "kal16" at another rate.
      manifest: {
        ...engine.manifest,
        voices: engine.manifest.voices.filter((voice) => !id.startsWith(voice.id)),
      },
    })),
  );

describe('a voice made from recordings', () => {
  const synthesizers = new Map<string, Synthesizer>();
  const speakers: TestSpeaker[] = [];
  const results = new Map<string, Comparison>();

  beforeAll(async () => {
    for (const { manifest, load } of engines.filter((engine) => engine.manifest.id !== 'tone')) {
      synthesizers.set(manifest.id, await (await load()).createSynthesizer());
    }
    const flite = synthesizers.get('flite') as Synthesizer;
    const said = async (voice: string, text: string) => {
      const { samples } = await listen(flite, { text, voice });
      return [{ samples, sampleRate: 16_000 }];
    };
    for (const name of people) {
      speakers.push({
        name,
        enrolled: await said(name, enrolledText),
        heldBack: await said(name, heldBackText),
      });
    }
    const options = { synthesizers, language: 'en', texts: imitationTexts };
    const unfitted = await unfittedProfiles({ ...options, catalogue: new VoiceCatalogue(engines) });
    for (const speaker of speakers) {
      const catalogue = catalogueWithout(speaker.name);
      results.set(speaker.name, await compare(speaker, unfitted, { ...options, catalogue }));
    }
  });

  afterAll(async () => {
    for (const synthesizer of synthesizers.values()) await synthesizer.close();
  });

  it.each(Object.entries(spectrumShares))(
    'sounds like %s in pitch, its range, vocal tract and spectrum',
    (name, share) => {
      const result = results.get(name);
      expect(result?.voice).not.toBe(name);
      expect(Math.abs(result?.f0 ?? 1)).toBeLessThan(0.06);
      expect(Math.abs(result?.f0Range ?? 1)).toBeLessThan(0.2);
      expect(Math.abs(result?.vocalTract ?? 1)).toBeLessThan(0.05);
      expect((result?.spectrumDb ?? 100) / (result?.unfittedSpectrumDb ?? 1)).toBeLessThan(share);
    },
  );

  it('is nearer to its speaker than to any other', () => {
    for (const [name, { imitation }] of results) expect(nearestSpeaker(imitation, speakers)).toBe(name);
  });

  it('is as loud as the voice that it is made of', () => {
    for (const { voice, imitation } of results.values()) {
      const base = engines.flatMap(({ manifest }) => manifest.voices).find(({ id }) => id === voice);
      expect(Math.abs(imitation.loudnessLufs - (base?.profile?.loudnessLufs ?? 0))).toBeLessThan(2.5);
    }
  });
});
