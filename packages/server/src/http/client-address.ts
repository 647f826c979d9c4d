import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/**
 * Where a request comes from, behind proxies that are trusted to say so in `X-Forwarded-For`.
 *
 * @param trustedProxies addresses, CIDR blocks, or `loopback`, `linklocal`, `uniquelocal`
 */
export function clientAddress(trustedProxies: string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddr.compile(trustedProxies);
  // A connection that is gone already has no address.
  return (request) => proxyAddr(request, isTrusted) ?? '';
}
