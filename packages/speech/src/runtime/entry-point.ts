import { fileURLToPath } from 'node:url';

export interface EntryPoint {
  /** The module's file. */
  path: string;
  /** Node options that it needs. */
  execArgv: string[];
}

/**
 * How to start one of our modules as a program of its own, a child process or a worker thread. Give the URL of
 * its source, as in `entryPoint(new URL('./host-main.ts', import.meta.url))`. In a build, of which this file is
 * a part, the compiled file beside it is taken. Sources run through tsx, with the packages' sources.
 */
export function entryPoint(source: URL | string): EntryPoint {
  const path = fileURLToPath(source);
  if (import.meta.url.endsWith('.js')) return { path: path.replace(/\.ts$/, '.js'), execArgv: [] };
  const loader = new URL('./register-tsx.mjs', import.meta.url).href;
  return { path, execArgv: ['--conditions=source', '--import', loader] };
}
