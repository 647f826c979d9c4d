/// <reference path="./webassembly.d.ts" />
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';

type Exports = { memory: WebAssembly.Memory; _start: () => unknown };

export interface FliteOutput {
  /** What it wrote to the file `out.wav`. */
  wave: Uint8Array;
  /** What it printed. */
  text: string;
}

/**
 * Flite's command-line program, a WASI command, in memory: no disk, no process. Under node:wasi it crashes the
 * process on some texts; here the worst that can happen is an exception.
 */
export class FliteProgram {
  readonly #wasi: WASI;
  readonly #instance: { exports: Exports };
  readonly #image: Uint8Array;

  private constructor(wasi: WASI, instance: { exports: Exports }) {
    this.#wasi = wasi;
    this.#instance = instance;
    this.#image = new Uint8Array(instance.exports.memory.buffer).slice();
  }

  static async load(module: WebAssembly.Module): Promise<FliteProgram> {
    // Without this option the shim logs every call.
    const wasi = new WASI([], [], [], { debug: false });
    const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
    return new FliteProgram(wasi, instance as unknown as { exports: Exports });
  }

  /**
   * Runs it once, with files by their names. Arguments must be ASCII. Throws if it fails; the program cannot be used
   * after that, because its stack is left as it was.
   */
  run(args: readonly string[], files: Readonly<Record<string, Uint8Array>> = {}): FliteOutput {
    const inputs = Object.entries(files).map(([name, bytes]) => [name, new File(bytes)] as const);
    const directory = new PreopenDirectory('.', new Map(inputs));
    const printed: Uint8Array[] = [];
    const print = () => new ConsoleStdout((bytes) => printed.push(bytes));
    this.#wasi.args = ['flite', ...args];
    this.#wasi.fds = [new OpenFile(new File([])), print(), print(), directory];
    const code = this.#wasi.start(this.#instance);
    this.#restore();
    const wave = directory.dir.contents.get('out.wav');
    if (code !== 0 || !(wave instanceof File)) throw new Error(`Flite ended with code ${code}`);
    return { wave: wave.data, text: Buffer.concat(printed).toString('latin1') };
  }

  /**
   * Puts the memory back as it was before the run. A command cannot be started twice otherwise, and a new
   * instance costs 10 to 50 ms and 17 MB where this costs 1.3 ms.
   */
  #restore(): void {
    const memory = new Uint8Array(this.#instance.exports.memory.buffer);
    memory.set(this.#image);
    memory.fill(0, this.#image.length);
  }
}
