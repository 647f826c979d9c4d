import type { FastifyRequest } from 'fastify';

/** Where the client says that it found this server; undefined when that is no address. */
export function serverUrl({ protocol, host }: FastifyRequest): string | undefined {
  const url = `${protocol}://${host}`;
  return URL.canParse(url) ? url : undefined;
}
