import { accessSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SpeechError } from '../../error.ts';
import { manifest } from './manifest.ts';

/** Address of an object of the library. */
type Handle = bigint;

/** The functions of pocketsphinx.h and cmd_ln.h that are used. Negative results are errors. */
export interface PocketSphinx {
  /** Null when the model cannot be loaded. */
  open(options: Readonly<Record<string, string>>): Handle | null;
  close(decoder: Handle): void;
  startUtterance(decoder: Handle): number;
  /** `whole`: the samples are all of the utterance, so that its mean is known before it is decoded. */
  process(decoder: Handle, samples: Int16Array, whole: boolean): number;
  endUtterance(decoder: Handle): number;
  /** Words in order, fillers included; frames from first to last. */
  words(decoder: Handle): { word: string; firstFrame: number; lastFrame: number }[];
}

/** Where Debian's package `pocketsphinx-en-us` has the American English model. */
const MODEL = '/usr/share/pocketsphinx/model/en-us';
export const modelFiles = {
  '-hmm': `${MODEL}/en-us`,
  '-lm': `${MODEL}/en-us.lm.bin`,
  '-dict': `${MODEL}/cmudict-en-us.dict`,
} as const;

/** PocketSphinx as the operating system's shared library. Throws `unsupported` where it or its model is missing. */
export function loadPocketSphinx(): PocketSphinx {
  const { base, library } = openLibraries();
  // It would write what it does to standard error, and with it what it hears.
  base.func('void err_set_logfp(void *file)')(null);

  const definitions = library.func('void *ps_args()');
  const parse = base.func('void *cmd_ln_parse_r(void *, void *definitions, int, const char **, int strict)');
  const freeConfiguration = base.func('int cmd_ln_free_r(void *configuration)');
  const init = library.func('void *ps_init(void *configuration)');
  const free = library.func('int ps_free(void *decoder)');
  const processRaw = library.func(
    'int ps_process_raw(void *, const int16_t *, size_t, int noSearch, int whole)',
  );
  const firstSegment = library.func('void *ps_seg_iter(void *decoder)');
  const nextSegment = library.func('void *ps_seg_next(void *segment)');
  const segmentWord = library.func('const char *ps_seg_word(void *segment)');
  const segmentFrames = library.func('void ps_seg_frames(void *, _Out_ int *first, _Out_ int *last)');

  return {
    open(options) {
      const words = ['pocketsphinx', ...Object.entries(options).flat()];
      const configuration: Handle | null = parse(null, definitions(), words.length, words, 1);
      if (!configuration) return null;
      const decoder: Handle | null = init(configuration);
      // The decoder has its own reference to it.
      freeConfiguration(configuration);
      return decoder;
    },
    close: free,
    startUtterance: library.func('int ps_start_utt(void *decoder)'),
    process: (decoder, samples, whole) => processRaw(decoder, samples, samples.length, 0, whole ? 1 : 0),
    endUtterance: library.func('int ps_end_utt(void *decoder)'),
    words(decoder) {
      const words: { word: string; firstFrame: number; lastFrame: number }[] = [];
      for (let segment = firstSegment(decoder); segment; segment = nextSegment(segment)) {
        const [first, last]: [number[], number[]] = [[0], [0]];
        segmentFrames(segment, first, last);
        words.push({ word: segmentWord(segment), firstFrame: first[0] ?? 0, lastFrame: last[0] ?? 0 });
      }
      return words;
    },
  };
}

/** Throws `unsupported` where something is missing. */
export function openLibraries() {
  try {
    for (const path of Object.values(modelFiles)) accessSync(path);
    // Loaded here and not above: without native code for this platform koffi throws when it is imported.
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
    return { base: koffi.load('libsphinxbase.so.3'), library: koffi.load('libpocketsphinx.so.3') };
  } catch (cause) {
    throw new SpeechError(
      'unsupported',
      `speech recognition is not installed here: ${manifest.installation}`,
      {
        cause,
      },
    );
  }
}
