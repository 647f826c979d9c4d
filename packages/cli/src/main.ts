import { run } from './run.ts';

/** The program: `shoal`. */
await run(process.argv.slice(2));
