import koffi from 'koffi';
import { createMp3Encoder } from 'wasm-media-encoders';

const INPUT_RATE = 22_050;
const OUTPUT_RATE = 44_100;
const KILOBITS = 64;
/** LAME's `lame_set_quality`: the same as the server's own encoder. */
const QUALITY = 7;
const MONO = 3;
const VBR_OFF = 0;

/** Mono 22,050 Hz in, MP3 of 44.1 kHz and 64 kbit/s out, resampled by LAME itself. */
export interface RawEncoder {
  readonly library: 'native LAME' | 'wasm LAME';
  begin(): void;
  /** The bytes are valid until the next call. */
  encode(samples: Int16Array): Uint8Array;
  end(): Uint8Array;
}

/** The encoder the server would take on this machine: LAME of the system, else the one compiled to wasm. */
export async function openRawEncoder(): Promise<RawEncoder> {
  try {
    return openNativeLame(koffi.load('libmp3lame.so.0'));
  } catch {
    return openWasmLame();
  }
}

function openNativeLame(library: ReturnType<typeof koffi.load>): RawEncoder {
  const init = library.func('void *lame_init()');
  const initParams = library.func('int lame_init_params(void *lame)');
  const setter = (name: string) => library.func(`int ${name}(void *lame, int value)`);
  const settings = [
    [setter('lame_set_in_samplerate'), INPUT_RATE],
    [setter('lame_set_out_samplerate'), OUTPUT_RATE],
    [setter('lame_set_num_channels'), 1],
    [setter('lame_set_mode'), MONO],
    [setter('lame_set_VBR'), VBR_OFF],
    [setter('lame_set_brate'), KILOBITS],
    [setter('lame_set_quality'), QUALITY],
    [setter('lame_set_bWriteVbrTag'), 0],
  ] as const;
  const encodeBuffer = library.func(
    'int lame_encode_buffer(void *lame, const int16_t *left, const int16_t *right, int samples, _Out_ uint8_t *out, int size)',
  );
  const flush = library.func('int lame_encode_flush(void *lame, _Out_ uint8_t *out, int size)');
  const close = library.func('int lame_close(void *lame)');
  // LAME asks for 1.25 × samples + 7,200 bytes; eSpeak's pieces are far below 65,536 samples.
  const out = new Uint8Array(1.25 * 65_536 + 7_200);
  const made = (bytes: number) => {
    if (bytes < 0) throw new Error(`LAME fails with ${bytes}`);
    return out.subarray(0, bytes);
  };
  let lame: unknown;
  return {
    library: 'native LAME',
    begin() {
      lame = init();
      for (const [set, value] of settings) set(lame, value);
      if (initParams(lame) < 0) throw new Error('LAME refuses the settings');
    },
    encode: (samples) => made(encodeBuffer(lame, samples, samples, samples.length, out, out.length)),
    end() {
      const bytes = made(flush(lame, out, out.length));
      close(lame);
      return bytes;
    },
  };
}

async function openWasmLame(): Promise<RawEncoder> {
  const encoder = await createMp3Encoder();
  return {
    library: 'wasm LAME',
    begin: () =>
      encoder.configure({
        channels: 1,
        sampleRate: INPUT_RATE,
        outputSampleRate: OUTPUT_RATE,
        bitrate: KILOBITS,
      }),
    encode(samples) {
      const floats = new Float32Array(samples.length);
      // Float32Array.from with a mapping costs more than the synthesis.
      for (let i = 0; i < samples.length; i++) floats[i] = (samples[i] ?? 0) / 32_768;
      return encoder.encode([floats]);
    },
    end: () => encoder.finalize(),
  };
}
