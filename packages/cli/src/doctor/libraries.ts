import { access } from 'node:fs/promises';
import type { Finding } from './finding.ts';

/** Libraries by the names that the engines load, and the Debian packages that they come in. */
const lame = { libraries: ['libmp3lame.so.0'], packages: 'libmp3lame0' };
const pocketSphinx = {
  libraries: ['libsphinxbase.so.3', 'libpocketsphinx.so.3'],
  model: '/usr/share/pocketsphinx/model/en-us/en-us.lm.bin',
  packages: 'libpocketsphinx3 pocketsphinx-en-us',
};

export async function checkLame(): Promise<Finding> {
  const missing = await missingLibrary(lame.libraries);
  if (!missing) return { name: 'LAME', state: 'ok', detail: lame.libraries.join(', ') };
  return {
    name: 'LAME',
    state: 'missing',
    detail: `no ${missing}: a server here makes MP3 without it, in twice the time`,
    remedy: `apt-get install ${lame.packages}`,
  };
}

export async function checkPocketSphinx(): Promise<Finding> {
  const { libraries, model, packages } = pocketSphinx;
  const missing = (await missingLibrary(libraries)) ?? (await missingFile(model));
  if (!missing)
    return { name: 'PocketSphinx', state: 'ok', detail: `${libraries[1]} with its English model` };
  return {
    name: 'PocketSphinx',
    state: 'missing',
    detail: `no ${missing}: a server here cannot write down speech`,
    remedy: `apt-get install ${packages}`,
  };
}

/** The first one that the system cannot load. */
async function missingLibrary(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    try {
      // Throws where there is no native code for this platform, too.
      const { default: koffi } = await import('koffi');
      koffi.load(name);
    } catch {
      return name;
    }
  }
  return undefined;
}

async function missingFile(path: string): Promise<string | undefined> {
  return access(path).then(
    () => undefined,
    () => path,
  );
}
