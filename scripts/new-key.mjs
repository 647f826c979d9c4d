// `npm run new-key`: makes an API key and prints it.
import { preflight } from './preflight.mjs';

preflight({ system: [] });
const { newKey } = await import('../packages/server/dist/new-key.js');
await newKey();
