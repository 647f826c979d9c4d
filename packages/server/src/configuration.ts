import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import proxyAddr from '@fastify/proxy-addr';
import { z } from 'zod';
import { readPrice, readSpeechPrices } from './wallet/price-settings.ts';
import { defaultPrices, type PriceList } from './wallet/prices.ts';

const hostCount = Math.max(1, availableParallelism());

/** A setting that a function reads, which throws what is wrong with it. */
function readBy<Value>(read: (text: string) => Value) {
  return z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });
}

/** @throws Error unless it is a list of addresses, CIDR blocks, or names of ranges */
function readProxies(text: string): string[] {
  const addresses = text.split(',').map((address) => address.trim());
  const proxies = addresses.filter((address) => address !== '');
  proxyAddr.compile(proxies);
  return proxies;
}

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
  SHOAL_ADMIN_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,256}$/, 'must be 16 to 256 visible ASCII characters')
    .optional()
    .describe('for /admin/v1, instead of the one in the file admin-token'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional()
    .describe('PostgreSQL, instead of an SQLite file in the data directory'),
  SHOAL_CREDIT: z.enum(['metered', 'enforced']).default('metered'),
  SHOAL_TTS_PRICE: readBy((text) =>
    readSpeechPrices(text, defaultPrices.speechMicrosPerMillionBytes),
  ).default(defaultPrices.speechMicrosPerMillionBytes),
  SHOAL_ASR_PRICE: readBy(readPrice).default(defaultPrices.recognitionMicrosPerHour),
  SHOAL_VOICE_DESIGN_PRICE: readBy(readPrice).default(defaultPrices.voiceDesignMicros),
  SHOAL_USAGE_DAYS: z.coerce.number().int().min(0).max(36_500).default(400),
  SHOAL_TRUSTED_PROXIES: readBy(readProxies).default([]),
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
  adminToken: string | undefined;
  /** PostgreSQL; undefined: an SQLite file in `dataDir`. */
  databaseUrl: string | undefined;
  /** Whether work is charged to the wallet, or just put on the books. */
  credit: 'metered' | 'enforced';
  prices: PriceList;
  /** For how long usage is kept; 0 is for ever. */
  usageDays: number;
  /** Addresses of proxies whose word is taken for where a request comes from. */
  trustedProxies: string[];
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
    adminToken: settings.SHOAL_ADMIN_TOKEN,
    databaseUrl: settings.DATABASE_URL,
    credit: settings.SHOAL_CREDIT,
    prices: {
      speechMicrosPerMillionBytes: settings.SHOAL_TTS_PRICE,
      recognitionMicrosPerHour: settings.SHOAL_ASR_PRICE,
      voiceDesignMicros: settings.SHOAL_VOICE_DESIGN_PRICE,
    },
    usageDays: settings.SHOAL_USAGE_DAYS,
    trustedProxies: settings.SHOAL_TRUSTED_PROXIES,
  };
}
