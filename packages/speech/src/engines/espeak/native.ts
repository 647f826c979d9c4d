/// <reference path="./espeak-ng.d.ts" />
import load, {
  type EspeakEvent,
  type EspeakFiles,
  type EspeakVoice,
  type EspeakWorker,
} from '@echogarden/espeak-ng-emscripten';

export type { EspeakEvent, EspeakVoice, EspeakWorker };

const DATA = '/usr/share/espeak-ng-data';
/** One file for all variants: each is read when its voice is set, and then it may be overwritten. */
const VARIANT = 'shoal';

/** eSpeak NG with its data, which are files in memory. */
export interface Espeak {
  worker: EspeakWorker;
  /** The lines of a voice's file, by its identifier. */
  voiceLines(identifier: string): string[];
  /** Makes a variant of the lines, in place of the one before, and gives the name to put behind a voice's. */
  writeVariant(lines: readonly string[]): string;
}

/** An eSpeak NG of one's own. Takes about 0.3 s. */
export async function loadEspeak(): Promise<Espeak> {
  const { eSpeakNGWorker, FS } = await load();
  return {
    worker: new eSpeakNGWorker(),
    voiceLines: (identifier) => readLines(FS, `${DATA}/lang/${identifier}`),
    writeVariant: (lines) => {
      const header = ['language variant', `name ${VARIANT}`];
      FS.writeFile(`${DATA}/voices/!v/${VARIANT}`, `${[...header, ...lines].join('\n')}\n`);
      return `+${VARIANT}`;
    },
  };
}

function readLines(files: EspeakFiles, path: string): string[] {
  return files.readFile(path, { encoding: 'utf8' }).split(/\r?\n/);
}
