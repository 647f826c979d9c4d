import { describe, expect, it } from 'vitest';
import { VoiceCatalogue } from '../catalogue.ts';
import { engines } from '../engines/registry.gen.ts';
import { fitVoice } from './fitting.ts';
import type { VoiceProfile } from './profile.ts';
import { fitOnce } from './remembered-fits.ts';

const catalogue = new VoiceCatalogue(engines);
const profile = catalogue.find('flite-awb')?.profile as VoiceProfile;

describe('a voice that is fitted to a profile once', () => {
  it('is the same for the same language, without being fitted again', () => {
    const once = fitOnce(profile, { catalogue, language: 'fr' });
    expect(once).toEqual(fitVoice(profile, { catalogue, language: 'fr' }));
    expect(fitOnce(profile, { catalogue, language: 'fr' })).toBe(once);
  });

  it('is another one for another language, temperature, profile or catalogue', () => {
    const once = fitOnce(profile, { catalogue, language: 'fr' });
    expect(fitOnce(profile, { catalogue, language: 'de' }).voice).not.toBe(once.voice);
    expect(fitOnce(profile, { catalogue, language: 'fr', temperature: 1 })).toEqual(
      fitVoice(profile, { catalogue, language: 'fr', temperature: 1 }),
    );
    const higher = { ...profile, f0Hz: 2 * profile.f0Hz };
    expect(fitOnce(higher, { catalogue, language: 'fr' }).timbre?.f0Hz).toBe(higher.f0Hz);
    const few = new VoiceCatalogue(engines.filter(({ manifest }) => manifest.id === 'flite'));
    expect(fitOnce(profile, { catalogue: few, language: 'fr' }).voice.id).toMatch(/^flite-/);
  });
});
