import { readConfiguration } from './configuration.ts';
import { KeyFile } from './keys/key-file.ts';

/** Makes another API key and shows it once. A running server knows it at once. */
export async function newKey(): Promise<void> {
  const { dataDir } = readConfiguration(process.env);
  const key = await new KeyFile(dataDir).add();
  process.stdout.write(`${key}\n`);
}
