import type { Lame, LameLibrary, Mp3Format } from './mp3.ts';

/** LAME takes 0.6 ms (native) or 1.5 ms (WebAssembly) to set up, and 0.1 MB or 0.7 MB of memory. */
const readyPerFormat = 4;

/** Keeps encoders of each format in use set up, so that opening one does not delay the first sound. */
export class LamePool {
  readonly #library: LameLibrary;
  readonly #ready = new Map<string, Lame[]>();

  constructor(library: LameLibrary) {
    this.#library = library;
  }

  /** A ready encoder, or one set up now. Closing it makes room for its successor, once the work at hand is done. */
  async open(format: Mp3Format): Promise<Lame> {
    const lame = this.#readyFor(format).pop() ?? (await this.#library.open(format));
    return {
      selfContained: lame.selfContained,
      encode: (samples) => lame.encode(samples),
      flush: () => lame.flush(),
      close: () => {
        lame.close();
        // A failure will show when the next stream opens.
        setImmediate(() => this.#addOne(format).catch(() => {}));
      },
    };
  }

  async fill(format: Mp3Format): Promise<void> {
    while (await this.#addOne(format));
  }

  async #addOne(format: Mp3Format): Promise<boolean> {
    const ready = this.#readyFor(format);
    if (ready.length >= readyPerFormat) return false;
    ready.push(await this.#library.open(format));
    return true;
  }

  #readyFor(format: Mp3Format): Lame[] {
    const key = `${format.sampleRate}/${format.bitrate}`;
    const ready = this.#ready.get(key) ?? [];
    this.#ready.set(key, ready);
    return ready;
  }
}
