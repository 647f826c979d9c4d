import { decodeBody, type Endpoint, type EndpointName, endpoints } from '@shoal/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KeyChecker } from '../keys/key-file.ts';
import { authenticate } from './authentication.ts';

/** Recordings may come inline, so bodies may be large; the text in them is bounded by its own limit. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

export interface EndpointCall {
  request: FastifyRequest;
  reply: FastifyReply;
  /** The decoded body, not validated yet; undefined where the endpoint takes none. */
  body: unknown;
}

/** Returns what to send, or nothing when the reply was taken over. */
export type EndpointHandler = (call: EndpointCall) => Promise<unknown>;

/** One for every endpoint of the contract: a missing one does not compile. */
export type EndpointHandlers = Record<EndpointName, EndpointHandler>;

/** Makes the contract's endpoints routes. */
export function mountEndpoints(app: FastifyInstance, handlers: EndpointHandlers, keys: KeyChecker): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  for (const name of Object.keys(endpoints) as EndpointName[]) {
    const endpoint: Endpoint = endpoints[name];
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      // Before the body is read: strangers do not get to upload.
      onRequest: async (request) => {
        if (endpoint.scope !== null) await authenticate(request.headers, keys);
      },
      handler: async (request, reply) => handlers[name]({ request, reply, body: bodyOf(request, endpoint) }),
    });
  }
}

function bodyOf(request: FastifyRequest, endpoint: Endpoint): unknown {
  if (!endpoint.body) return undefined;
  const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
  return decodeBody(request.headers['content-type'], bytes);
}
