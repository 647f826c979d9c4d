import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import proxyAddr from '@fastify/proxy-addr';
import { z } from 'zod';
import { type PageOrigins, readPageOrigins } from './http/page-origins.ts';
import { readS3Location, type S3Location } from './storage/s3-location.ts';
import { type MetricsAddress, readMetricsAddress } from './telemetry/metrics-address.ts';
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

function readList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** @throws Error unless it is a list of addresses of NATS servers */
function readNatsUrl(text: string): string {
  for (const address of readList(text))
    if (!/^(nats|tls):\/\/[^/]+$/.test(address) || !URL.canParse(address))
      throw new Error('must be nats://HOST:PORT or tls://HOST:PORT, or several with commas between them');
  return text;
}

function isTrue(value: 'true' | 'false' | '1' | '0' | undefined): boolean | undefined {
  return value === undefined ? undefined : value === 'true' || value === '1';
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
  SHOAL_HOSTS: z.coerce.number().int().min(0).max(64).optional(),
  SHOAL_ENGINES: readBy(readList).optional(),
  SHOAL_NATS_URL: readBy(readNatsUrl).optional().describe('where gateways and workers meet'),
  SHOAL_NATS_TOKEN: z.string().optional(),
  SHOAL_NATS_CA: z.string().optional().describe('file of the authorities of a NATS server with TLS'),
  SHOAL_NATS_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}(\.[A-Za-z0-9_-]{1,64}){0,7}$/, 'must be words with dots between them')
    .default('shoal'),
  SHOAL_SLOTS: z.coerce.number().int().min(1).max(10_000).optional(),
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
  SHOAL_BLOBS: z
    .string()
    .optional()
    .describe('s3://BUCKET/PREFIX: voices’ files, instead of the data directory'),
  SHOAL_BLOBS_PATH_STYLE: z.enum(['true', 'false', '1', '0']).optional().transform(isTrue),
  AWS_ENDPOINT_URL: z
    .url({ protocol: /^https?$/, error: 'must begin with http:// or https://' })
    .optional()
    .describe('an S3 server other than that of AWS'),
  AWS_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'must be the name of a region')
    .default('us-east-1'),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  SHOAL_CREDIT: z.enum(['metered', 'enforced']).default('metered'),
  SHOAL_TTS_PRICE: readBy((text) =>
    readSpeechPrices(text, defaultPrices.speechMicrosPerMillionBytes),
  ).default(defaultPrices.speechMicrosPerMillionBytes),
  SHOAL_ASR_PRICE: readBy(readPrice).default(defaultPrices.recognitionMicrosPerHour),
  SHOAL_VOICE_DESIGN_PRICE: readBy(readPrice).default(defaultPrices.voiceDesignMicros),
  SHOAL_USAGE_DAYS: z.coerce.number().int().min(0).max(36_500).default(400),
  SHOAL_TRUSTED_PROXIES: readBy(readProxies).default([]),
  SHOAL_CORS_ORIGINS: readBy(readPageOrigins).default('loopback'),
  SHOAL_PLAYGROUND: z
    .enum(['on', 'off'])
    .default('on')
    .transform((value) => value === 'on'),
  SHOAL_METRICS: readBy(readMetricsAddress).optional().describe('where GET /metrics is served'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must begin with http:// or https://' })
    .optional()
    .describe('collector of traces; the other variables OTEL_… hold as well'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

export interface Configuration {
  host: string;
  port: number;
  dataDir: string;
  firstKey: string | undefined;
  /** Engine processes of a gateway; with workers none, unless for what no worker takes. */
  hosts: number;
  /** Engine processes of a worker. */
  workerHosts: number;
  /** Ids of the engines to speak with; undefined: all. */
  engines: string[] | undefined;
  /** Where gateways and workers meet; undefined: the engines are processes of the gateway. */
  nats: { url: string; token: string | undefined; caFile: string | undefined; prefix: string } | undefined;
  /** Renders that a worker works on at once; undefined: by its hosts. */
  slots: number | undefined;
  /** Renders that may wait for a place. */
  longestQueue: number;
  /** Live sockets stay open for further `start`s after `finish`. */
  liveKeepOpen: boolean;
  logLevel: string;
  adminToken: string | undefined;
  /** PostgreSQL; undefined: an SQLite file in `dataDir`. */
  databaseUrl: string | undefined;
  /** Where voices' files are; undefined: in `dataDir`. */
  s3: S3Location | undefined;
  /** Whether work is charged to the wallet, or just put on the books. */
  credit: 'metered' | 'enforced';
  prices: PriceList;
  /** For how long usage is kept; 0 is for ever. */
  usageDays: number;
  /** Addresses of proxies whose word is taken for where a request comes from. */
  trustedProxies: string[];
  /** Which web pages of other origins may use the server. */
  pageOrigins: PageOrigins;
  /** Whether the web page is served, where it was built. */
  playground: boolean;
  /** Where figures are served; undefined: nowhere, and none are kept. */
  metrics: MetricsAddress | undefined;
  /** Traces are sent to where the environment says. */
  traces: boolean;
}

type Settings = z.infer<typeof Environment>;

/** @throws Error with a line for people */
function readHosts({ SHOAL_HOSTS: hosts, SHOAL_NATS_URL: natsUrl }: Settings): number {
  if (natsUrl !== undefined) return hosts ?? 0;
  if (hosts === 0) throw new Error('SHOAL_HOSTS: must be at least 1 without SHOAL_NATS_URL');
  return hosts ?? hostCount;
}

function readNats(settings: Settings): Configuration['nats'] {
  if (settings.SHOAL_NATS_URL === undefined) return undefined;
  const { SHOAL_NATS_URL: url, SHOAL_NATS_TOKEN: token, SHOAL_NATS_CA: caFile } = settings;
  return { url, token, caFile, prefix: settings.SHOAL_NATS_PREFIX };
}

/** @throws Error with a line for people */
function readBlobs(settings: Settings): S3Location | undefined {
  if (settings.SHOAL_BLOBS === undefined) return undefined;
  try {
    return readS3Location(settings.SHOAL_BLOBS, {
      endpoint: settings.AWS_ENDPOINT_URL,
      region: settings.AWS_REGION,
      isPathStyle: settings.SHOAL_BLOBS_PATH_STYLE,
      accessKeyId: settings.AWS_ACCESS_KEY_ID,
      secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
      sessionToken: settings.AWS_SESSION_TOKEN,
    });
  } catch (error) {
    throw new Error(`SHOAL_BLOBS: ${(error as Error).message}`);
  }
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
    hosts: readHosts(settings),
    workerHosts: settings.SHOAL_HOSTS ?? hostCount,
    engines: settings.SHOAL_ENGINES,
    nats: readNats(settings),
    slots: settings.SHOAL_SLOTS,
    longestQueue: settings.SHOAL_MAX_QUEUE,
    liveKeepOpen: settings.SHOAL_LIVE_KEEP_OPEN,
    logLevel: settings.LOG_LEVEL,
    adminToken: settings.SHOAL_ADMIN_TOKEN,
    databaseUrl: settings.DATABASE_URL,
    s3: readBlobs(settings),
    credit: settings.SHOAL_CREDIT,
    prices: {
      speechMicrosPerMillionBytes: settings.SHOAL_TTS_PRICE,
      recognitionMicrosPerHour: settings.SHOAL_ASR_PRICE,
      voiceDesignMicros: settings.SHOAL_VOICE_DESIGN_PRICE,
    },
    usageDays: settings.SHOAL_USAGE_DAYS,
    trustedProxies: settings.SHOAL_TRUSTED_PROXIES,
    pageOrigins: settings.SHOAL_CORS_ORIGINS,
    playground: settings.SHOAL_PLAYGROUND,
    metrics: settings.SHOAL_METRICS,
    traces: settings.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
  };
}
