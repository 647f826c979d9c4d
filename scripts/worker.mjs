// `npm run worker`: engine hosts for gateways on other machines, with whatever they need installed and built first.
import { preflight } from './preflight.mjs';

preflight({ system: ['libmp3lame0', 'libpocketsphinx3', 'pocketsphinx-en-us'] });
const { work } = await import('../packages/server/dist/worker.js');
await work();
