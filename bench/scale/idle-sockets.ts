import { fileURLToPath } from 'node:url';
import type { JobChild } from '../job-child.ts';
import type { LoadJobs } from '../load-client.ts';
import { memory } from '../process-tree.ts';
import { withDataDirectory } from '../start-up.ts';
import { quantile } from '../statistics.ts';
import { startShoal } from '../subjects.ts';
import { texts } from '../texts.ts';

const program = fileURLToPath(new URL('../../packages/server/dist/start.js', import.meta.url));
const TURNS = 200;
/** V8 gives memory back some ten seconds after the last work. */
const SETTLING_MS = 12_000;
const COUNTS = [1_000, 10_000];

/** Prints what live sockets cost that say nothing, and what one that speaks feels of them. */
export function measureIdleSockets(speaking: JobChild<LoadJobs>, holding: JobChild<LoadJobs>): Promise<void> {
  return withDataDirectory(async (dataDirectory) => {
    const { pid, target, stop } = await startShoal({ program, dataDirectory, hosts: 1 });
    try {
      await speaking.ask('live', { target, text: texts.short, turns: 20 });
      const alone = await speaking.ask('live', { target, text: texts.short, turns: TURNS });
      const aloneMs = quantile(alone.firstAudioMs, 0.99);
      console.log(`first audio, live, p99: alone ${aloneMs.toFixed(1)} ms`);
      // The first ones fill what the heap has left over, so that the others show what they cost.
      await holding.ask('hold', { target, sockets: 250, settlingMs: SETTLING_MS });
      let before = { sockets: 250, kb: memory(pid).rssKb };
      for (const sockets of COUNTS) {
        const { open } = await holding.ask('hold', { target, sockets, settlingMs: SETTLING_MS });
        const kb = memory(pid).rssKb;
        const each = (1.024 * (kb - before.kb)) / (sockets - before.sockets);
        before = { sockets, kb };
        const among = await speaking.ask('live', { target, text: texts.short, turns: TURNS });
        const amongMs = quantile(among.firstAudioMs, 0.99);
        console.log(
          `${open} of ${sockets} idle live sockets: ${each.toFixed(1)} kB each; first audio, live, p99 among them ` +
            `${amongMs.toFixed(1)} ms, ${(amongMs / aloneMs).toFixed(2)} of alone, ${among.failures} failures`,
        );
      }
    } finally {
      await stop();
    }
  });
}
