import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** Which web pages of other origins may use the server: all, those that this machine serves, or those of a list. */
export type PageOrigins = '*' | 'loopback' | readonly string[];

const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
/** Browsers ask again after two hours at the latest. */
const MAX_AGE_SECONDS = 7_200;

/** @throws Error unless it is `*`, `loopback`, `none` or a list of origins */
export function readPageOrigins(text: string): PageOrigins {
  if (text === '*' || text === 'loopback') return text;
  if (text === 'none') return [];
  const origins = text.split(',').map((origin) => origin.trim());
  if (origins.every(isOrigin)) return origins;
  throw new Error(
    'must be *, loopback, none, or origins such as https://example.com with commas between them',
  );
}

/**
 * Lets pages of other origins read answers (WHATWG Fetch, CORS protocol). What they may do is what their key allows:
 * there are no cookies that a browser would send along.
 */
export function admitPages(app: FastifyInstance, origins: PageOrigins): void {
  const admitted: FastifyCorsOptions = {
    origin: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: '*',
    maxAge: MAX_AGE_SECONDS,
  };
  app.register(cors, {
    delegator: ({ headers: { origin } }, decide) =>
      decide(null, isAdmitted(origin, origins) ? admitted : { origin: false }),
  });
}

function isAdmitted(origin: string | undefined, origins: PageOrigins): boolean {
  if (origin === undefined) return false;
  if (origins === 'loopback') return LOOPBACK.test(origin);
  return origins === '*' || origins.includes(origin);
}

function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
