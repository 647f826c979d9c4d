import { type Endpoint, type EndpointName, endpoints, parseInput } from '@shoal/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Authenticator, Caller } from './authentication.ts';
import { acceptBodies, bodyOf } from './request-body.ts';
import type { UploadBudget } from './upload-budget.ts';

type Input<Declared, Part extends 'params' | 'query'> =
  Declared extends Readonly<Record<Part, infer Schema extends z.ZodType>> ? z.output<Schema> : undefined;

type CallerOf<Declared> = Declared extends { readonly scope: null }
  ? undefined
  : Declared extends { readonly keyOptional: true }
    ? Caller | undefined
    : Caller;

export interface EndpointCall<Name extends EndpointName = EndpointName> {
  request: FastifyRequest;
  reply: FastifyReply;
  /** Who calls; undefined where everybody may, and where a key is optional and there is none. */
  caller: CallerOf<(typeof endpoints)[Name]>;
  /** Of the path. */
  params: Input<(typeof endpoints)[Name], 'params'>;
  query: Input<(typeof endpoints)[Name], 'query'>;
  /** The decoded body, not validated yet; undefined where the endpoint takes none. */
  body: unknown;
}

/** Returns what to send, or nothing when the reply was taken over. */
export type EndpointHandler<Name extends EndpointName = EndpointName> = (
  call: EndpointCall<Name>,
) => Promise<unknown>;

/** One for every endpoint of the contract: a missing one does not compile. */
export type EndpointHandlers = { [Name in EndpointName]: EndpointHandler<Name> };

/** Makes the contract's endpoints routes. */
export function mountEndpoints(
  app: FastifyInstance,
  handlers: EndpointHandlers,
  { admit, uploads }: { admit: Authenticator['admit']; uploads: UploadBudget },
): void {
  // Endpoints that take no body do not mind one.
  app.addHttpMethod('DELETE', { hasBody: false, overrideExisting: true });
  acceptBodies(app, uploads);
  for (const name of Object.keys(endpoints) as EndpointName[]) {
    mount(app, endpoints[name], handlers[name] as EndpointHandler, admit);
  }
}

function mount(
  app: FastifyInstance,
  endpoint: Endpoint,
  handle: EndpointHandler,
  admit: Authenticator['admit'],
): void {
  const { method, path, scope, keyOptional } = endpoint;
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.route({
    method,
    url: path.replace(/\{(\w+)\}/g, ':$1'),
    // Before the body is read: strangers do not get to upload.
    onRequest: async (request) => {
      const isStranger = keyOptional === true && request.headers.authorization === undefined;
      if (scope === null || isStranger) return;
      callers.set(request, await admit(request.raw, scope, request.ip));
    },
    handler: async (request, reply) => {
      const call = {
        request,
        reply,
        caller: callers.get(request),
        params: endpoint.params && parseInput(endpoint.params, request.params, 'path'),
        query: endpoint.query && parseInput(endpoint.query, request.query, 'query'),
        body: await bodyOf(request, endpoint),
      };
      // What was parsed with the endpoint's own schemas is what its handler expects.
      return handle(call as EndpointCall);
    },
  });
}
