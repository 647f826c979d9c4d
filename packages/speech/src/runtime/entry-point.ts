import { fileURLToPath } from 'node:url';

/**
 * The compiled file with which one of our modules starts as a program of its own, a child process or a worker
 * thread. Give the URL of the module, as in `entryPoint(new URL('./host-main.ts', import.meta.url))`. Sources
 * start their build, which has to be up to date: a loader for them would take half a second of each start.
 */
export function entryPoint(module: URL | string): string {
  const path = fileURLToPath(module).replace(/\.ts$/, '.js');
  return import.meta.url.endsWith('.ts') ? path.replace(/^(.*)\/src\//, '$1/dist/') : path;
}
