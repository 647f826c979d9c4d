import { work } from './worker.ts';

/** The program: `node packages/server/dist/worker-start.js`. */
await work();
