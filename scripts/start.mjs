// `npm start`: the server, with whatever it needs installed and built first.
import { preflight } from './preflight.mjs';

preflight({ system: ['libmp3lame0', 'libpocketsphinx3', 'pocketsphinx-en-us'] });
const { main } = await import('../packages/server/dist/main.js');
await main();
