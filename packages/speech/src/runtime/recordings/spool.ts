import type { FileHandle } from 'node:fs/promises';
import { openNamelessFile } from '../../nameless-file.ts';
import { SAMPLE_BYTES } from '../../recognition/sample-file.ts';
import type { SpeechChunk } from '../../recognition/speech-chunks.ts';

/** The samples of one recording, on disk: an hour takes 115 MB, too much to be kept in memory while it is recognized. */
export class Spool {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(): Promise<Spool> {
    return new Spool(await openNamelessFile());
  }

  /** For whoever writes it. */
  get descriptor(): number {
    return this.#file.fd;
  }

  /** Samples as they are on disk; fewer where the recording ends before. */
  async read({ start, end }: SpeechChunk): Promise<Uint8Array> {
    const buffer = new Uint8Array((end - start) * SAMPLE_BYTES);
    let length = 0;
    while (length < buffer.length) {
      const position = start * SAMPLE_BYTES + length;
      const { bytesRead } = await this.#file.read(buffer, length, buffer.length - length, position);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
