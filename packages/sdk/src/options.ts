import { FishAudioError } from './errors.ts';
import type { WebSocketConstructor } from './web-socket.ts';

/** What a client is made with. */
export interface ClientOptions {
  /** The API key; `FISH_API_KEY` of the environment unless given. Servers of one's own may do without. */
  apiKey?: string | undefined;
  /** Where the API is; else `FISH_BASE_URL` of the environment, else `https://api.fish.audio`. */
  baseUrl?: string | undefined;
  /** How long the server may be silent, in milliseconds; 240,000 unless given. See `RequestOptions`. */
  timeoutMs?: number | undefined;
  /** How often a request that failed for now is made again; 2 unless given. */
  maxRetries?: number | undefined;
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** Used for live sockets. It is called with the address and `{ headers }`, as `ws` and Bun’s and Deno’s take them. */
  WebSocket?: WebSocketConstructor | undefined;
  /** Sent with every request. */
  headers?: Record<string, string> | undefined;
}

/** What every call takes as its last argument. */
export interface RequestOptions {
  /** Aborts the call: it rejects with the reason of the signal, and the connection is closed. */
  signal?: AbortSignal | undefined;
  /**
   * How long the server may be silent, in milliseconds: until it answers, and then between two pieces of the
   * answer. Time in which nobody reads the answer does not count.
   */
  timeoutMs?: number | undefined;
  /** Sent with this request; they win over all others. */
  headers?: Record<string, string> | undefined;
  /** Added to the address. */
  query?: Query | undefined;
}

/** Parameters of an address. Lists are repeated parameters; what is undefined is left out. */
export type Query = Record<string, QueryValue | readonly QueryValue[]>;
type QueryValue = string | number | boolean | undefined;

/** Settings with nothing left out. */
export interface Settings {
  /** Without a slash at the end. */
  baseUrl: string;
  /** The key, and those that the client was given. */
  headers: Headers;
  timeoutMs: number;
  maxRetries: number;
  fetch: typeof fetch;
  WebSocket: WebSocketConstructor | undefined;
}

const publicApi = 'https://api.fish.audio';

/** @throws FishAudioError for options that cannot work */
export function settingsOf(options: ClientOptions): Settings {
  const baseUrl = options.baseUrl ?? environment('FISH_BASE_URL');
  const apiKey = (options.apiKey ?? environment('FISH_API_KEY'))?.trim();
  if (!apiKey && !baseUrl) throw new FishAudioError('An API key is needed: pass apiKey or set FISH_API_KEY');
  // What fetch says of such a header repeats it, and keys belong in no message.
  if (apiKey && !/^[\x21-\x7e]+$/.test(apiKey))
    throw new FishAudioError('The API key has characters that no key has');
  const headers = new Headers(apiKey ? { Authorization: `Bearer ${apiKey}` } : {});
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
  return {
    baseUrl: tidyUrl(baseUrl ?? publicApi),
    headers,
    timeoutMs: checkTimeout(options.timeoutMs ?? 240_000),
    maxRetries: checkRetries(options.maxRetries ?? 2),
    fetch: options.fetch ?? ((...call) => fetch(...call)),
    WebSocket: options.WebSocket,
  };
}

/** @throws FishAudioError unless it can be waited for */
export function checkTimeout(timeoutMs: number): number {
  // Timers end at once beyond 31 bits.
  if (timeoutMs > 0 && timeoutMs < 2 ** 31) return timeoutMs;
  throw new FishAudioError(`timeoutMs should be more than 0 and less than ${2 ** 31}`);
}

function checkRetries(maxRetries: number): number {
  if (Number.isInteger(maxRetries) && maxRetries >= 0) return maxRetries;
  throw new FishAudioError('maxRetries should be a whole number, 0 or more');
}

function tidyUrl(baseUrl: string): string {
  try {
    const { protocol, origin, pathname } = new URL(baseUrl);
    if (protocol === 'http:' || protocol === 'https:') return (origin + pathname).replace(/\/+$/, '');
  } catch {}
  throw new FishAudioError('baseUrl should be an address such as https://api.fish.audio');
}

interface ProcessLike {
  process?: { env?: Record<string, string | undefined> };
}

/** Undefined where there is no environment; empty counts as not set. */
function environment(name: string): string | undefined {
  return (globalThis as ProcessLike).process?.env?.[name] || undefined;
}
