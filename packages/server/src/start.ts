import { main } from './main.ts';

/** The program: `node packages/server/dist/start.js`. */
await main();
