import type { RecognizerManifest } from '../../recognizer.ts';

export const manifest: RecognizerManifest = {
  kind: 'recognizer',
  id: 'pocketsphinx',
  title: 'PocketSphinx',
  licence: 'BSD-2-Clause',
  languages: ['en-US', 'en'],
  installation: 'apt-get install libpocketsphinx3 pocketsphinx-en-us',
};
