import { Resampler } from '../../audio/resampler.ts';
import { describeRecognizer } from '../../recognizer.conformance.ts';
import { createSynthesizer } from '../flite/engine.ts';
import { listen } from '../testing/listener.ts';
import { createRecognizer } from './engine.ts';
import { manifest } from './manifest.ts';
import { describeWithPocketSphinx } from './testing/describe-with-pocketsphinx.ts';

const text = 'my brother works in a small hospital and nobody knows what happened last night';

describeWithPocketSphinx('PocketSphinx', () => {
  describeRecognizer('pocketsphinx', {
    manifest,
    create: createRecognizer,
    speech: async (sampleRate) => {
      const flite = await createSynthesizer();
      const { samples } = await listen(flite, { text, voice: 'flite-rms' });
      await flite.close();
      return { samples: new Resampler(16_000, sampleRate).process(samples), text };
    },
  });
});
