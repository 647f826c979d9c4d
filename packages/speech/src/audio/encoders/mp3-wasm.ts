import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createEncoder, type WasmMediaEncoder } from 'wasm-media-encoders';
import { type Lame, type LameLibrary, longestPiece, type Mp3Format, presetScale } from './mp3.ts';

type Instance = WasmMediaEncoder<'audio/mpeg'>;

/** Instances kept for later streams: each holds a memory of its own, and takes longer to make than to set up again. */
const mostIdle = 8;

/** LAME compiled to WebAssembly, compiled once for all streams. Runs anywhere; slower than the native library. */
export async function loadWasmLame(): Promise<LameLibrary> {
  const path = createRequire(import.meta.url).resolve('wasm-media-encoders/wasm/mp3');
  let code: Parameters<typeof createEncoder>[1] = await readFile(path);
  const first = await createEncoder('audio/mpeg', code, (compiled) => {
    code = compiled;
  });
  const idle: Instance[] = [first];
  return {
    kind: 'wasm',
    async open(format) {
      const instance = idle.pop() ?? (await createEncoder('audio/mpeg', code));
      return new WasmLame(instance, format, () => {
        if (idle.length < mostIdle) idle.push(instance);
      });
    },
  };
}

class WasmLame implements Lame {
  /** This build has no switch for the bit reservoir. */
  readonly selfContained = false;
  readonly #instance: Instance;
  readonly #scale: number;
  readonly #onClose: () => void;

  constructor(instance: Instance, format: Mp3Format, onClose: () => void) {
    this.#instance = instance;
    this.#scale = 1 / presetScale[format.bitrate];
    this.#onClose = onClose;
    // Also clears what an instance still holds of an earlier stream.
    instance.configure({
      channels: 1,
      sampleRate: format.sampleRate,
      outputSampleRate: format.sampleRate,
      bitrate: bitrates[format.bitrate],
    });
  }

  encode(samples: Float32Array): Uint8Array {
    const scaled = amplified.subarray(0, samples.length);
    for (let n = 0; n < samples.length; n++) scaled[n] = (samples[n] as number) * this.#scale;
    return this.#instance.encode([scaled]);
  }

  flush(): Uint8Array {
    return this.#instance.finalize();
  }

  close(): void {
    this.#onClose();
  }
}

const amplified = new Float32Array(longestPiece);

const bitrates = { 64000: 64, 128000: 128, 192000: 192 } as const;
