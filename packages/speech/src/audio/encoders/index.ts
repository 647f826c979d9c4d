import type { AudioFormat } from '../../audio-format.ts';
import { SpeechError } from '../../error.ts';
import type { Encoder } from '../encoder.ts';
import { LamePool } from './lame-pool.ts';
import { type Lame, type LameLibrary, Mp3Encoder, type Mp3Format } from './mp3.ts';
import { loadNativeLame } from './mp3-lame.ts';
import { loadWasmLame } from './mp3-wasm.ts';
import { openOpusEncoder } from './opus.ts';
import { PcmEncoder } from './pcm.ts';
import type { StreamOptions } from './stream-options.ts';
import { WavEncoder } from './wav.ts';

export type { StreamOptions } from './stream-options.ts';

/** Opens encoders for every AudioFormat. */
export interface EncoderFactory {
  /** Which build of LAME makes the MP3. */
  readonly mp3: 'native' | 'wasm';
  open(format: AudioFormat, options: StreamOptions): Promise<Encoder>;
  /** Spares the first streams of a format the loading, compiling and setting up. */
  warm(format: AudioFormat): Promise<void>;
}

/**
 * Uses the native LAME where it is installed, otherwise the WebAssembly build, unless `mp3` says which.
 * Rejects with `unsupported` when the native one is asked for and missing.
 */
export async function createEncoderFactory(
  options: { mp3?: 'native' | 'wasm' } = {},
): Promise<EncoderFactory> {
  const library = await loadLame(options.mp3);
  return new Encoders(library);
}

class Encoders implements EncoderFactory {
  readonly mp3: 'native' | 'wasm';
  readonly #lame: LameLibrary;
  readonly #lames: LamePool;

  constructor(lame: LameLibrary) {
    this.mp3 = lame.kind;
    this.#lame = lame;
    this.#lames = new LamePool(lame);
  }

  async open(format: AudioFormat, options: StreamOptions): Promise<Encoder> {
    switch (format.container) {
      case 'pcm':
        return new PcmEncoder(format.sampleRate, options);
      case 'wav':
        return new WavEncoder(format.sampleRate, options);
      case 'mp3':
        return new Mp3Encoder(await this.#openLame(format, options), format, options);
      case 'opus':
        return openOpusEncoder(format, options);
    }
  }

  #openLame(format: Mp3Format, { resume }: StreamOptions): Promise<Lame> {
    return resume ? this.#lame.open(format, { selfContained: true }) : this.#lames.open(format);
  }

  async warm(format: AudioFormat): Promise<void> {
    const encoder = await this.open(format, { voiceRate: format.sampleRate, serial: 0 });
    encoder.encode(new Float32Array(encoder.inputRate));
    encoder.end();
    encoder.close();
    if (format.container === 'mp3') await this.#lames.fill(format);
  }
}

async function loadLame(kind: 'native' | 'wasm' | undefined): Promise<LameLibrary> {
  if (kind === 'wasm') return loadWasmLame();
  try {
    return loadNativeLame();
  } catch (error) {
    const isMissing = SpeechError.isInstance(error) && error.code === 'unsupported';
    if (kind === 'native' || !isMissing) throw error;
    return loadWasmLame();
  }
}
