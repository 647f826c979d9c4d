// `npm start`: the server, with whatever it needs installed and built first. `npm start -- --no-playground` is the
// server without its web page.
import process from 'node:process';
import { preflight } from './preflight.mjs';

if (process.argv.includes('--no-playground')) process.env.SHOAL_PLAYGROUND = 'off';
preflight({
  system: ['libmp3lame0', 'libpocketsphinx3', 'pocketsphinx-en-us'],
  playground: process.env.SHOAL_PLAYGROUND !== 'off',
});
const { main } = await import('../packages/server/dist/main.js');
await main();
