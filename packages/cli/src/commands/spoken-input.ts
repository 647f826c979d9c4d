import type { FlushEvent } from '@shoal/sdk';
import { tell } from '../terminal/output.ts';

/** All of standard input. */
export async function wholeInput(signal: AbortSignal): Promise<string> {
  let text = '';
  for await (const piece of liveInput(signal)) if (typeof piece === 'string') text += piece;
  return text;
}

/** Standard input as it comes. What is typed is spoken line by line. */
export async function* liveInput(signal: AbortSignal): AsyncGenerator<string | FlushEvent, void, undefined> {
  const { stdin } = process;
  if (stdin.isTTY) tell('Write what to say; end with Ctrl-D.');
  const stop = () => stdin.destroy(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    // Keeps characters whole whose bytes come in two pieces.
    for await (const piece of stdin.setEncoding('utf8')) {
      yield piece as string;
      if (stdin.isTTY) yield { event: 'flush' };
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
