import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Hz. */
export const transcriberSampleRate = 16_000;

export interface Transcriber extends Disposable {
  /** The words in a recording, mono samples in [-1, 1] at 16 kHz: lower case, without punctuation. */
  transcribe(samples: Float32Array): Promise<string>;
}

/** Whether PocketSphinx and its English model are installed. In CI they are expected to be: there it throws. */
export function hasTranscriber(): boolean {
  if (isLoadable('libpocketsphinx.so.3') && existsSync('/usr/share/pocketsphinx/model/en-us')) return true;
  const remedy = 'PocketSphinx is missing: apt-get install libpocketsphinx3 pocketsphinx-en-us';
  if (process.env.CI === 'true') throw new Error(remedy);
  console.warn(`skipped, ${remedy}`);
  return false;
}

/** Starts PocketSphinx in a process of its own: one decoder for all recordings, which it takes in turn. */
export function openTranscriber(): Transcriber {
  const program = fileURLToPath(new URL('./pocketsphinx.ts', import.meta.url));
  const child = fork(program, { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
  const died = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`PocketSphinx ended: ${code ?? signal}`);
  });
  died.catch(() => {});
  return {
    transcribe: async (samples) => {
      child.send(Int16Array.from(samples, (sample) => Math.round(sample * 32_767)));
      const [words] = await Promise.race([once(child, 'message'), died]);
      return words as string;
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}

function isLoadable(library: string): boolean {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
    koffi.load(library).unload();
    return true;
  } catch {
    return false;
  }
}
