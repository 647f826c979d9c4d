import { readdir, readFile } from 'node:fs/promises';
import { extname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where the build of packages/playground puts the page. */
const playgroundFolder = new URL('../../../playground/dist/page/', import.meta.url);

/** A web page that was built, held in memory: the files by their path below its folder, with slashes. */
export type Playground = ReadonlyMap<string, Buffer>;

/** What a built page has; anything else in its folder is not served. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The page at these addresses chooses by itself what it shows. */
const pagePaths = ['/', '/docs'];

/** Nothing from elsewhere, nothing inline; blob: is audio and pictures that the page itself fetched. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(self)',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const compress = promisify(gzip);

/** Reads the page; undefined where none was built. */
export async function loadPlayground(folder: URL = playgroundFolder): Promise<Playground | undefined> {
  const root = fileURLToPath(folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in mediaTypes);
  const read = files.map(async ({ parentPath, name }) => {
    const path = `${parentPath}${sep}${name}`;
    return [relative(root, path).replaceAll(sep, '/'), await readFile(path)] as const;
  });
  const playground = new Map(await Promise.all(read));
  return playground.has('index.html') ? playground : undefined;
}

/** Serves the page at `/` and `/docs`, and its files at their paths. */
export function mountPlayground(app: FastifyInstance, playground: Playground): void {
  for (const [path, content] of playground) {
    const send = sender(path, content);
    for (const url of path === 'index.html' ? pagePaths : [`/${path}`]) app.get(url, send);
  }
}

function sender(path: string, content: Buffer) {
  const type = mediaTypes[extname(path)];
  // The build puts a hash of the content into the names of what it puts there.
  const caching = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  let compressed: Promise<Buffer> | undefined;
  return async (request: FastifyRequest, reply: FastifyReply) => {
    void reply.headers({ ...pageHeaders, 'Content-Type': type, 'Cache-Control': caching });
    void reply.header('Vary', 'Accept-Encoding');
    if (!/\bgzip\b(?!;q=0(\.0*)?(,|$))/.test(request.headers['accept-encoding'] ?? '')) return content;
    compressed ??= compress(content);
    void reply.header('Content-Encoding', 'gzip');
    return compressed;
  };
}
