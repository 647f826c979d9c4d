import { maxHeaderSize } from 'node:http';
import type { Renderer, Transcriber } from '@shoal/speech';
import { asyncApiDocument, livePath, type Model, openApiDocument, type TtsRequest } from '@shoal/wire';
import { type FastifyInstance, fastify, LogController } from 'fastify';
import type { AccountStore } from './accounts/account-store.ts';
import { accountEndpoints } from './http/admin-accounts.ts';
import { keyEndpoints } from './http/admin-keys.ts';
import { moneyEndpoints } from './http/admin-money.ts';
import { usageEndpoints } from './http/admin-usage.ts';
import { answerInTurn } from './http/answer-in-turn.ts';
import { Authenticator, type AuthenticatorParts, accountOf } from './http/authentication.ts';
import { clientAddress } from './http/client-address.ts';
import { countAnswers } from './http/count-answers.ts';
import { InFlight } from './http/in-flight.ts';
import { mountEndpoints } from './http/mount.ts';
import { admitPages, type PageOrigins } from './http/page-origins.ts';
import { answerPlainly } from './http/plain-answer.ts';
import { mountPlayground, type Playground } from './http/playground.ts';
import { replyProblem } from './http/reply-problem.ts';
import { requestIdOf, tellRequestId } from './http/request-id.ts';
import { serverUrl } from './http/server-url.ts';
import { speak } from './http/speak.ts';
import { speakWithTimestamps } from './http/speak-with-timestamps.ts';
import { traceRequests, traceSocket } from './http/trace-requests.ts';
import { transcribe } from './http/transcribe.ts';
import { onWebSocketOffer } from './http/upgrades.ts';
import { UploadBudget } from './http/upload-budget.ts';
import { designVoice } from './http/voice-design.ts';
import { voiceFileEndpoints } from './http/voice-files.ts';
import { voiceEndpoints } from './http/voices.ts';
import { walletEndpoints } from './http/wallet.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { KeyStore } from './keys/key-store.ts';
import { LiveSockets, type LiveSocketsOptions } from './live/live-socket.ts';
import type { Metering } from './metering/metering.ts';
import { Problem, toProblem } from './speaking/problem.ts';
import type { Speakers } from './speaking/speakers.ts';
import { createId } from './storage/create-id.ts';
import type { Log } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { Traces } from './telemetry/traces.ts';
import type { UsageStore } from './usage/usage-store.ts';
import { VoiceDesigner } from './voice-design/voice-designer.ts';
import type { VoiceLibrary } from './voices/voice-library.ts';
import type { WalletStore } from './wallet/wallet-store.ts';

/** Time that speech under way gets when the server stops. */
const DRAIN_MS = 30_000;

/** Four of the largest bodies, or any number of small ones. */
const UPLOADED_BYTES = 256 * 1024 * 1024;

const LIVE_ENDPOINT = `GET ${livePath}`;

/** What the gateway stands on. Tests give it their own. */
export interface AppPorts {
  renderer: Renderer;
  transcriber: Transcriber;
  metering: Metering;
  authentication: AuthenticatorParts & { keys: Pick<KeyRing, 'forget'> };
  stores: { accounts: AccountStore; keys: KeyStore; wallets: WalletStore; usage: UsageStore };
  voices: VoiceLibrary;
  speakers: Speakers;
  log: Log;
  /** The engines are warm. */
  isReady(): boolean;
  /** Whether there is an engine for a built-in voice now; there always is, unless given. */
  speaks?(voice: string): boolean;
  live?: Pick<LiveSocketsOptions, 'startTimeoutMs' | 'idleTimeoutMs'> & { keepOpen?: boolean };
  /** Addresses of proxies whose word is taken for where a request comes from. */
  trustedProxies?: string[];
  /** Which web pages of other origins may use the server; none, unless given. */
  pageOrigins?: PageOrigins;
  /** The web page, if it is to be served. */
  playground?: Playground | undefined;
  metrics?: Pick<Metrics, 'answered' | 'liveSockets'> | undefined;
  traces?: Pick<Traces, 'begin'> | undefined;
}

/** Builds the gateway. It listens only when told to. */
export function createApp(ports: AppPorts): FastifyInstance {
  const { renderer, transcriber, speakers, metering, stores, log } = ports;
  const { keys } = ports.authentication;
  const authenticator = new Authenticator(ports.authentication);
  const forgetKeys = () => keys.forget();
  const trustedProxies = ports.trustedProxies ?? [];
  const addressOf = clientAddress(trustedProxies);
  let stopping = false;
  const admit: Authenticator['admit'] = async (...credentials) => {
    const caller = await authenticator.admit(...credentials);
    if (stopping) throw new Problem(503, 'The server is shutting down', { retryAfter: 1 });
    return caller;
  };
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    trustProxy: trustedProxies,
    // Once speech under way has ended, connections that were never used would keep the server open.
    forceCloseConnections: true,
    // What Fastify and Node answer by themselves has neither our bodies nor a request id.
    return503OnClosing: false,
    http: { requireHostHeader: false },
    // Endpoints bring their own schemas. Fastify's compilers for others take a tenth of the start to load.
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    // Ids are looked at by the schemas of the endpoints, however long they are.
    routerOptions: { maxParamLength: maxHeaderSize },
    requestTimeout: 120_000,
    // It would be the limit for closing as well, and speech under way may take longer.
    pluginTimeout: 0,
    // Clients whose base URL ends in a slash ask for `//v1/tts`.
    rewriteUrl: (request) => foldSlashes(request.url ?? '/'),
    frameworkErrors: (error, request, reply) => {
      tellRequestId(reply.raw, request.id);
      void replyProblem(error, request, reply);
    },
    clientErrorHandler: (_error, socket) =>
      answerPlainly(socket, new Problem(400, 'The request cannot be read'), createId()),
  });
  app.setErrorHandler((error, request, reply) => replyProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    replyProblem(new Problem(404, 'There is nothing here'), request, reply),
  );
  answerInTurn(app);
  const inFlight = new InFlight();
  app.addHook('onRequest', async (request, reply) => {
    tellRequestId(reply.raw, request.id);
    inFlight.add(reply.raw);
    // RFC 9112 §3.2
    if (request.raw.httpVersion === '1.1' && request.headers.host === undefined)
      throw new Problem(400, 'The request names no host');
  });
  if (ports.pageOrigins) admitPages(app, ports.pageOrigins);
  if (ports.metrics) countAnswers(app, ports.metrics);
  if (ports.traces) traceRequests(app, ports.traces);
  // Expectations that a server does not know it may ignore (RFC 9110 §10.1.1).
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  const uploads = new UploadBudget(UPLOADED_BYTES);
  mountEndpoints(
    app,
    {
      speak: speak({ renderer, speakers, metering }),
      speakWithTimestamps: speakWithTimestamps({ renderer, speakers, metering }),
      transcribe: transcribe({ transcriber, metering }),
      designVoice: designVoice({ designer: new VoiceDesigner(renderer), metering }),
      ...voiceEndpoints(ports.voices, ports.speaks ?? (() => true)),
      ...voiceFileEndpoints(ports.voices),
      ...walletEndpoints(stores.wallets),
      ...accountEndpoints(stores.accounts, forgetKeys),
      ...keyEndpoints(stores.keys, forgetKeys),
      ...moneyEndpoints(stores.wallets),
      ...usageEndpoints(stores.usage),
      health: async () => ({ status: 'ok' }),
      ready: async () => {
        if (stopping || !ports.isReady())
          throw new Problem(503, 'The server cannot speak now', { retryAfter: 1 });
        return { status: 'ready' };
      },
      openapi: async ({ request }) => openApiDocument({ serverUrl: serverUrl(request) }),
      asyncapi: async ({ request }) => asyncApiDocument({ serverUrl: serverUrl(request) }),
    },
    { admit, uploads },
  );
  if (ports.playground) mountPlayground(app, ports.playground);

  const sockets = new LiveSockets({
    renderer,
    uploads,
    log,
    keepOpen: false,
    onCount: (open) => ports.metrics?.liveSockets(open),
    ...ports.live,
  });
  onWebSocketOffer(app.server, async (request, socket, head) => {
    // A connection that breaks during the handshake must not take the server with it.
    socket.on('error', () => socket.destroy());
    try {
      if (foldSlashes(request.url ?? '').split('?', 1)[0] !== livePath)
        throw new Problem(404, 'There is nothing here');
      const identity = accountOf(await admit(request, 'tts', addressOf(request)));
      const account = (model: Model) => ({
        isCurrent: () => authenticator.isCurrent(request),
        openMeter: () =>
          metering.begin(identity, { endpoint: livePath, model, unit: 'textBytes', isLive: true }),
        findSpeakers: (wanted: TtsRequest, signal: AbortSignal) =>
          speakers.find(wanted, identity.accountId, signal),
      });
      const about = { endpoint: LIVE_ENDPOINT, requestId: requestIdOf(request), headers: request.headers };
      traceSocket(ports.traces, about, socket, () => sockets.accept(request, socket, head, account));
      ports.metrics?.answered(LIVE_ENDPOINT, 101);
    } catch (error) {
      const problem = toProblem(error);
      ports.metrics?.answered(LIVE_ENDPOINT, problem.status);
      answerPlainly(socket, problem, requestIdOf(request));
    }
  });
  app.addHook('preClose', async () => {
    stopping = true;
    await Promise.all([sockets.drain(DRAIN_MS), inFlight.drain(DRAIN_MS)]);
  });
  return app;
}

function noCompiler(): never {
  throw new Error('no route has a schema of Fastify’s own');
}

/** Folds repeated slashes of the path; a query keeps its own. */
function foldSlashes(url: string): string {
  const [path = '', ...query] = url.split('?');
  return [path.replace(/\/{2,}/g, '/'), ...query].join('?');
}
