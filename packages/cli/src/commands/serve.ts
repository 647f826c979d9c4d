import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { setVariables } from './settings.ts';

/** Settings of the server that are options, too, and their names in the environment. */
const settings = {
  host: 'HOST',
  port: 'PORT',
  dataDir: 'SHOAL_DATA_DIR',
  credit: 'SHOAL_CREDIT',
  hosts: 'SHOAL_HOSTS',
  logLevel: 'LOG_LEVEL',
} as const;

type ServeOptions = Partial<Record<keyof typeof settings, string>>;

export function addServe(program: Command, _context: Context): void {
  program
    .command('serve')
    .description('start a server here; all its settings are environment variables, too')
    .option('--host <address>', 'where to listen; else HOST, else 127.0.0.1')
    .option('--port <number>', 'else PORT, else 8080')
    .option('--data-dir <folder>', 'else SHOAL_DATA_DIR, else .shoal')
    .addOption(
      new Option('--credit <mode>', 'whether work is charged; else SHOAL_CREDIT').choices([
        'metered',
        'enforced',
      ]),
    )
    .option('--hosts <count>', 'engine processes; else SHOAL_HOSTS, else one a core')
    .option('--log-level <level>', 'fatal to trace; else LOG_LEVEL, else warn')
    .action(async (options: ServeOptions) => {
      setVariables(settings, options);
      // The server stops on signals by itself, and politely.
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
      const { main } = await import('@shoal/server');
      await main();
    });
}
