#!/usr/bin/env node
// Plain JavaScript, so that it is there before anything is built.
import { existsSync } from 'node:fs';
import process from 'node:process';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('shoal: it is not built yet. Build it: npm start, or npm run build\n');
  process.exitCode = 1;
}
