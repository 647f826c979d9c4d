import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const ServerAddress = z.object({ url: z.url(), owner: z.string() });
type ServerAddress = z.infer<typeof ServerAddress>;

/** Where the server that uses a data directory answers, and the account that owns it: for programs beside it. */
export class AddressFile {
  readonly #path: string;

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'server.json');
  }

  async write(address: ServerAddress): Promise<void> {
    await writeFile(this.#path, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  }

  /** Undefined when no server is known to run; it may have been killed, too. */
  async read(): Promise<ServerAddress | undefined> {
    const text = await readFile(this.#path, 'utf8').catch(() => undefined);
    try {
      return text === undefined ? undefined : ServerAddress.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
