import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';

const hostCount = Math.max(1, availableParallelism());

/** Every setting, read from the environment. An empty variable counts as absent. */
const Environment = z.object({
  HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  SHOAL_DATA_DIR: z
    .string()
    .default('.shoal')
    .transform((path) => resolve(path)),
  SHOAL_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{16,256}$/, 'must be 16 to 256 visible ASCII characters')
    .optional()
    .describe('the first key, instead of a random one'),
  SHOAL_HOSTS: z.coerce.number().int().min(1).max(64).default(hostCount),
  SHOAL_MAX_QUEUE: z.coerce.number().int().min(0).max(100_000).default(512),
  SHOAL_LIVE_KEEP_OPEN: z
    .enum(['true', 'false', '1', '0'])
    .default('false')
    .transform((value) => value === 'true' || value === '1'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

export interface Configuration {
  host: string;
  port: number;
  dataDir: string;
  firstKey: string | undefined;
  /** Engine processes. */
  hosts: number;
  /** Renders that may wait for a place. */
  longestQueue: number;
  /** Live sockets stay open for further `start`s after `finish`. */
  liveKeepOpen: boolean;
  logLevel: string;
}

/** @throws Error that tells the wrong settings, one line each */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(lines.join('\n'));
  }
  const settings = parsed.data;
  return {
    host: settings.HOST,
    port: settings.PORT,
    dataDir: settings.SHOAL_DATA_DIR,
    firstKey: settings.SHOAL_API_KEY,
    hosts: settings.SHOAL_HOSTS,
    longestQueue: settings.SHOAL_MAX_QUEUE,
    liveKeepOpen: settings.SHOAL_LIVE_KEEP_OPEN,
    logLevel: settings.LOG_LEVEL,
  };
}
