import type { Renderer } from '@shoal/speech';
import { asyncApiDocument, livePath, openApiDocument } from '@shoal/wire';
import { type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import { authenticate } from './http/authentication.ts';
import { InFlight } from './http/in-flight.ts';
import { mountEndpoints } from './http/mount.ts';
import { answerPlainly } from './http/plain-answer.ts';
import { replyProblem } from './http/reply-problem.ts';
import { speak } from './http/speak.ts';
import { onWebSocketOffer } from './http/upgrades.ts';
import type { KeyChecker } from './keys/key-file.ts';
import { LiveSockets, type LiveSocketsOptions } from './live/live-socket.ts';
import { Problem, toProblem } from './speaking/problem.ts';
import type { Log } from './telemetry/log.ts';

/** Time that speech under way gets when the server stops. */
const DRAIN_MS = 30_000;

/** What the gateway stands on. Tests give it their own. */
export interface AppPorts {
  renderer: Renderer;
  keys: KeyChecker;
  log: Log;
  /** The engines are warm. */
  isReady(): boolean;
  live?: Pick<LiveSocketsOptions, 'startTimeoutMs' | 'idleTimeoutMs'> & { keepOpen?: boolean };
}

/** Builds the gateway. It listens only when told to. */
export function createApp(ports: AppPorts): FastifyInstance {
  const { renderer, keys, log } = ports;
  let stopping = false;
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // Once speech under way has ended, connections that were never used would keep the server open.
    forceCloseConnections: true,
    requestTimeout: 120_000,
    // Clients whose base URL ends in a slash ask for `//v1/tts`.
    rewriteUrl: (request) => foldSlashes(request.url ?? '/'),
    frameworkErrors: (error, request, reply) => void replyProblem(error, request, reply),
    clientErrorHandler: (_error, socket) =>
      answerPlainly(socket, new Problem(400, 'The request cannot be read')),
  });
  app.setErrorHandler((error, request, reply) => replyProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    replyProblem(new Problem(404, 'There is nothing here'), request, reply),
  );
  mountEndpoints(
    app,
    {
      speak: speak(renderer),
      health: async () => ({ status: 'ok' }),
      ready: async () => {
        if (stopping || !ports.isReady())
          throw new Problem(503, 'The server cannot speak now', { retryAfter: 1 });
        return { status: 'ready' };
      },
      openapi: async ({ request }) => openApiDocument(addressOf(request)),
      asyncapi: async ({ request }) => asyncApiDocument(addressOf(request)),
    },
    keys,
  );

  const sockets = new LiveSockets({ renderer, log, keepOpen: false, ...ports.live });
  onWebSocketOffer(app.server, async (request, socket, head) => {
    // A connection that breaks during the handshake must not take the server with it.
    socket.on('error', () => socket.destroy());
    try {
      if (foldSlashes(request.url ?? '').split('?', 1)[0] !== livePath)
        throw new Problem(404, 'There is nothing here');
      await authenticate(request.headers, keys);
      if (stopping) throw new Problem(503, 'The server is shutting down', { retryAfter: 1 });
      sockets.accept(request, socket, head);
    } catch (error) {
      answerPlainly(socket, toProblem(error));
    }
  });
  const inFlight = new InFlight();
  app.addHook('onRequest', async (_request, reply) => inFlight.add(reply.raw));
  app.addHook('preClose', async () => {
    stopping = true;
    await Promise.all([sockets.drain(DRAIN_MS), inFlight.drain(DRAIN_MS)]);
  });
  return app;
}

/** Folds repeated slashes of the path; a query keeps its own. */
function foldSlashes(url: string): string {
  const [path = '', ...query] = url.split('?');
  return [path.replace(/\/{2,}/g, '/'), ...query].join('?');
}

/** Where the client says that it found this server. */
function addressOf(request: FastifyRequest): { serverUrl?: string } {
  const serverUrl = `${request.protocol}://${request.host}`;
  return URL.canParse(serverUrl) ? { serverUrl } : {};
}
