import { createRequire } from 'node:module';
import { SpeechError } from '../../error.ts';
import { type Lame, type LameLibrary, longestPiece, type Mp3Format, presetScale } from './mp3.ts';

const soname = 'libmp3lame.so.0';
/** MPEG_mode MONO in lame.h. */
const mono = 3;
/** 0 (best) to 9. At 64 kbit/s and more, 7 is transparent for speech and takes half the time of LAME's default. */
const quality = 7;

/** Address of a lame_global_flags. */
type Handle = bigint;
type Setter = (lame: Handle, value: number) => number;

/** The functions of lame.h that are used. Negative results are errors. */
interface LameApi {
  init(): Handle | null;
  setInputRate: Setter;
  setOutputRate: Setter;
  setChannels: Setter;
  setMode: Setter;
  setBitrate: Setter;
  setQuality: Setter;
  setScale: Setter;
  setWriteTag: Setter;
  setDisableReservoir: Setter;
  initParams(lame: Handle): number;
  encode(
    lame: Handle,
    left: Float32Array,
    right: null,
    samples: number,
    output: Uint8Array,
    size: number,
  ): number;
  flush(lame: Handle, output: Uint8Array, size: number): number;
  close(lame: Handle): number;
}

/** LAME as the operating system's shared library. Throws `unsupported` where it is not installed. */
export function loadNativeLame(): LameLibrary {
  const api = bindLame();
  const abandoned = new FinalizationRegistry<Handle>((lame) => api.close(lame));
  return {
    kind: 'native',
    async open(format, { selfContained } = { selfContained: false }) {
      const handle = configure(api, format, selfContained);
      const lame = new NativeLame(api, handle, selfContained, () => abandoned.unregister(lame));
      abandoned.register(lame, handle, lame);
      return lame;
    },
  };
}

class NativeLame implements Lame {
  readonly selfContained: boolean;
  readonly #api: LameApi;
  readonly #handle: Handle;
  readonly #onClose: () => void;

  constructor(api: LameApi, handle: Handle, selfContained: boolean, onClose: () => void) {
    this.#api = api;
    this.#handle = handle;
    this.selfContained = selfContained;
    this.#onClose = onClose;
  }

  encode(samples: Float32Array): Uint8Array {
    // In mono LAME does not look at the right channel.
    return taken(this.#api.encode(this.#handle, samples, null, samples.length, output, output.length));
  }

  flush(): Uint8Array {
    return taken(this.#api.flush(this.#handle, output, output.length));
  }

  close(): void {
    this.#onClose();
    this.#api.close(this.#handle);
  }
}

/** LAME's worst case, by lame.h; shared because calls are synchronous and the result is valid until the next. */
const output = new Uint8Array(Math.ceil(1.25 * longestPiece) + 7_200);

function taken(bytes: number): Uint8Array {
  if (bytes < 0) throw new SpeechError('engine_failed', `LAME failed with code ${bytes}`);
  return output.subarray(0, bytes);
}

function configure(api: LameApi, format: Mp3Format, selfContained: boolean): Handle {
  const lame = api.init();
  if (!lame) throw new SpeechError('engine_failed', 'LAME is out of memory');
  api.setInputRate(lame, format.sampleRate);
  api.setOutputRate(lame, format.sampleRate);
  api.setChannels(lame, 1);
  api.setMode(lame, mono);
  api.setBitrate(lame, format.bitrate / 1_000);
  api.setQuality(lame, quality);
  api.setScale(lame, 1 / presetScale[format.bitrate]);
  // The tag frame holds the length, which a stream does not know.
  api.setWriteTag(lame, 0);
  api.setDisableReservoir(lame, selfContained ? 1 : 0);
  if (api.initParams(lame) < 0) {
    api.close(lame);
    throw new SpeechError('engine_failed', 'LAME refused the format');
  }
  return lame;
}

function bindLame(): LameApi {
  // Loaded here and not above: without native code for this platform koffi throws when it is imported.
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  let library: ReturnType<typeof koffi.load>;
  try {
    library = koffi.load(soname);
  } catch (cause) {
    throw new SpeechError('unsupported', `${soname} is not installed (apt-get install libmp3lame0)`, {
      cause,
    });
  }
  const setter = (name: string): Setter => library.func(`int lame_set_${name}(void *lame, int value)`);
  return {
    init: library.func('void *lame_init()'),
    setInputRate: setter('in_samplerate'),
    setOutputRate: setter('out_samplerate'),
    setChannels: setter('num_channels'),
    setMode: setter('mode'),
    setBitrate: setter('brate'),
    setQuality: setter('quality'),
    setScale: library.func('int lame_set_scale(void *lame, float scale)'),
    setWriteTag: setter('bWriteVbrTag'),
    setDisableReservoir: setter('disable_reservoir'),
    initParams: library.func('int lame_init_params(void *lame)'),
    encode: library.func(
      'int lame_encode_buffer_ieee_float(void *lame, const float *left, const float *right, int samples, uint8_t *output, int size)',
    ),
    flush: library.func('int lame_encode_flush(void *lame, uint8_t *output, int size)'),
    close: library.func('int lame_close(void *lame)'),
  };
}
