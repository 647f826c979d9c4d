import { createRequire } from 'node:module';

/**
 * A program that writes down English speech with PocketSphinx. It takes recordings (mono Int16Array at 16 kHz)
 * as messages from its parent, and answers each with the words heard, in lower case.
 */
const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
const sphinxBase = koffi.load('libsphinxbase.so.3');
const pocketSphinx = koffi.load('libpocketsphinx.so.3');

const parseOptions = sphinxBase.func(
  'void *cmd_ln_parse_r(void *inout, void *definitions, int argc, const char **argv, int strict)',
);
const setLogFile = sphinxBase.func('void err_set_logfp(void *file)');
const optionDefinitions = pocketSphinx.func('void *ps_args()');
const openDecoder = pocketSphinx.func('void *ps_init(void *config)');
const startUtterance = pocketSphinx.func('int ps_start_utt(void *decoder)');
const processSamples = pocketSphinx.func(
  'int ps_process_raw(void *decoder, const int16_t *samples, size_t count, int noSearch, int fullUtterance)',
);
const endUtterance = pocketSphinx.func('int ps_end_utt(void *decoder)');
const hypothesis = pocketSphinx.func('const char *ps_get_hyp(void *decoder, _Out_ int *score)');

const model = '/usr/share/pocketsphinx/model/en-us';
const options = {
  '-hmm': `${model}/en-us`,
  '-lm': `${model}/en-us.lm.bin`,
  '-dict': `${model}/cmudict-en-us.dict`,
  // Recordings come whole and clean.
  '-cmn': 'batch',
  '-remove_noise': 'no',
  '-remove_silence': 'no',
  // Narrower than the defaults: three times as fast for a few more errors.
  '-beam': '1e-60',
  '-wbeam': '1e-40',
  '-pbeam': '1e-60',
};

setLogFile(null);
const argv = ['pocketsphinx', ...Object.entries(options).flat()];
const decoder = openDecoder(parseOptions(null, optionDefinitions(), argv.length, argv, 1));
if (!decoder) throw new Error('PocketSphinx cannot load its model');

process.on('message', (recording: Int16Array) => {
  startUtterance(decoder);
  processSamples(decoder, recording, recording.length, 0, 1);
  endUtterance(decoder);
  process.send?.(hypothesis(decoder, [0]) ?? '');
});
