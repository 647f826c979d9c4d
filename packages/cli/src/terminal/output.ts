import { once } from 'node:events';
import { oneLine } from './plain-text.ts';

/** Writes to standard output, no faster than it is read. */
export async function write(data: string | Uint8Array, signal?: AbortSignal): Promise<void> {
  if (!process.stdout.write(data)) await once(process.stdout, 'drain', { signal });
}

/** Prints data for programs: one line of JSON. */
export function printJson(data: unknown): Promise<void> {
  return write(`${JSON.stringify(data)}\n`);
}

/** Prints a result that is one line. */
export function printLine(text: string): Promise<void> {
  return write(`${oneLine(text)}\n`);
}

/** Tells a person something that is not the result. */
export function tell(text: string): void {
  process.stderr.write(`${oneLine(text)}\n`);
}
