import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { setVariables } from './settings.ts';

/** Settings of a worker that are options, too, and their names in the environment. */
const settings = {
  natsUrl: 'SHOAL_NATS_URL',
  engines: 'SHOAL_ENGINES',
  slots: 'SHOAL_SLOTS',
  hosts: 'SHOAL_HOSTS',
  logLevel: 'LOG_LEVEL',
} as const;

type WorkerOptions = Partial<Record<keyof typeof settings, string>>;

export function addWorker(program: Command, _context: Context): void {
  program
    .command('worker')
    .description('lend the engines of this machine to servers elsewhere, over NATS')
    .option('--nats-url <url>', 'where servers and workers meet; else SHOAL_NATS_URL')
    .option('--engines <ids>', 'those to speak with, such as espeak,flite; else SHOAL_ENGINES, else all')
    .option('--slots <count>', 'renders at once; else SHOAL_SLOTS, else 32 for each engine process')
    .option('--hosts <count>', 'engine processes; else SHOAL_HOSTS, else one a core')
    .option('--log-level <level>', 'fatal to trace; else LOG_LEVEL, else warn')
    .action(async (options: WorkerOptions) => {
      setVariables(settings, options);
      // The worker stops on signals by itself, once what it works on has ended.
      process.removeAllListeners('SIGINT');
      const { work } = await import('@shoal/server/worker');
      await work();
    });
}
