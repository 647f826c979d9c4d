import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { currentTrace } from '../telemetry/current-trace.ts';
import type { RequestTrace, TracedRequest, Traces } from '../telemetry/traces.ts';

/** Where speech is made and understood. */
const INFERENCE = /^\/v1\//;

/** Begins a trace for each request of inference, within which the rest of the request runs. */
export function traceRequests(app: FastifyInstance, traces: Pick<Traces, 'begin'>): void {
  const begun = new WeakMap<FastifyRequest, RequestTrace>();
  app.addHook('onRequest', (request, { raw }, done) => {
    const { url } = request.routeOptions;
    if (url === undefined || !INFERENCE.test(url)) {
      done();
      return;
    }
    const { id: requestId, headers } = request;
    const trace = traces.begin({ endpoint: `${request.method} ${url}`, requestId, headers });
    begun.set(request, trace);
    raw.once('close', () => trace.end(raw.writableFinished ? raw.statusCode : 'aborted'));
    currentTrace.run(trace, done);
  });
  // Bodies are read from streams, which know nothing of what was entered before.
  app.addHook('preHandler', (request, _reply, done) => {
    const trace = begun.get(request);
    if (trace) currentTrace.run(trace, done);
    else done();
  });
}

/** Accepts a socket within a trace that lasts as long as the socket does. */
export function traceSocket(
  traces: Pick<Traces, 'begin'> | undefined,
  request: TracedRequest,
  socket: Duplex,
  accept: () => void,
): void {
  const trace = traces?.begin(request);
  if (!trace) {
    accept();
    return;
  }
  socket.once('close', () => trace.end(101));
  currentTrace.run(trace, accept);
}
