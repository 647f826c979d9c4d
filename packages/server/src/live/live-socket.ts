import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Renderer } from '@shoal/speech';
import { closeCodes, encodeServerFrame, liveLimits, type Model, requestIdHeader } from '@shoal/wire';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { liveOfferIn, selectSubprotocol } from '../http/live-offer.ts';
import { modelOf } from '../http/model-header.ts';
import { answerPlainly } from '../http/plain-answer.ts';
import { requestIdOf } from '../http/request-id.ts';
import type { UploadBudget, UploadRoom } from '../http/upload-budget.ts';
import { Problem, toProblem } from '../speaking/problem.ts';
import type { Log } from '../telemetry/log.ts';
import { within } from '../within.ts';
import { type LiveAccount, type LiveClient, LiveSession } from './live-session.ts';

/** Bytes that may wait in a socket before speaking pauses. */
const HIGH_WATER_BYTES = 64 * 1024;
/** How often the other end is asked whether it still lives, */
const PING_INTERVAL_MS = 30_000;
/** and how often it may fail to answer: one that reads nothing cannot. */
const MOST_UNANSWERED_PINGS = 2;
/** Who is refused while it sends has so long to hear it. */
const REFUSAL_MS = 1_000;

/** Work for an account is priced by model, which the handshake names. */
export type AccountOfModel = (model: Model) => LiveAccount;

export interface LiveSocketsOptions {
  renderer: Renderer;
  /** Memory for frames that have begun, and for recordings that are being listened to. */
  uploads: UploadBudget;
  keepOpen: boolean;
  log: Log;
  /** Is told how many there are, whenever that changes. */
  onCount?: ((open: number) => void) | undefined;
  startTimeoutMs?: number;
  idleTimeoutMs?: number;
}

/** The live sockets of a server: WebSocket on one side, sessions on the other. */
export class LiveSockets {
  readonly #options: LiveSocketsOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: liveLimits.startFrameBytes,
    // One message of each socket in a turn of the event loop: who sends a hundred thousand waits for everybody else.
    allowSynchronousEvents: false,
    // Audio does not compress; the contexts would cost 300 KiB a socket.
    perMessageDeflate: false,
    handleProtocols: selectSubprotocol,
  });
  readonly #open = new Set<LiveSocket>();

  constructor(options: LiveSocketsOptions) {
    this.#options = options;
    this.#server.on('wsClientError', (_error, socket, request) =>
      answerPlainly(socket, new Problem(400, 'The WebSocket handshake is not valid'), requestIdOf(request)),
    );
    this.#server.on('headers', (headers, request) =>
      headers.push(`${requestIdHeader.name}: ${requestIdOf(request)}`),
    );
  }

  /** Takes over a connection whose key has been checked. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, account: AccountOfModel): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const model = modelOf({ model: liveOfferIn(request).model, ...request.headers });
      const requestId = requestIdOf(request);
      const about = { model, account: account(model), requestId };
      const live = new LiveSocket(webSocket, socket, { ...this.#options, ...about });
      this.#open.add(live);
      this.#options.onCount?.(this.#open.size);
      webSocket.once('close', () => {
        this.#open.delete(live);
        this.#options.onCount?.(this.#open.size);
      });
    });
  }

  /** Lets sessions that speak go on until the deadline; ends the others now. */
  async drain(deadlineMs: number): Promise<void> {
    const closed = [...this.#open].map((live) => live.closed);
    for (const live of this.#open) live.shutDown();
    await within(deadlineMs, Promise.all(closed));
    for (const live of this.#open) live.terminate();
  }
}

interface LiveSocketOptions extends LiveSocketsOptions {
  model: Model;
  account: LiveAccount;
  requestId: string;
}

class LiveSocket implements LiveClient {
  readonly #socket: WebSocket;
  readonly #session: LiveSession;
  readonly #startTimer: NodeJS.Timeout;
  readonly #watch: NodeJS.Timeout;
  readonly #idleTimeoutMs: number;
  readonly #wire: Duplex;
  readonly #uploads: UploadBudget;
  /** For the frame that is coming in, and what it has come to. */
  #room: UploadRoom;
  #frameBytes = 0;
  #activeAtMs = performance.now();
  #unansweredPings = 0;
  #shuttingDown = false;
  readonly closed: Promise<void>;

  constructor(socket: WebSocket, wire: Duplex, options: LiveSocketOptions) {
    this.#socket = socket;
    this.#wire = wire;
    this.#uploads = options.uploads;
    this.#room = options.uploads.open();
    this.#idleTimeoutMs = options.idleTimeoutMs ?? liveLimits.idleTimeoutMs;
    this.#session = new LiveSession({ ...options, client: this });
    const startTimeoutMs = options.startTimeoutMs ?? liveLimits.startTimeoutMs;
    this.#startTimer = setTimeout(() => {
      this.#session.abort('No start came in time', closeCodes.outOfOrder);
    }, startTimeoutMs);
    this.#watch = setInterval(() => this.#check(), Math.min(PING_INTERVAL_MS, this.#idleTimeoutMs / 2));
    wire.on('data', (part: Buffer) => this.#arrive(part.length));
    // The socket is older than what it was accepted in.
    const receive = (data: RawData, isBinary: boolean) => this.#receive(data, isBinary);
    socket.on('message', AsyncResource.bind(receive));
    socket.on('ping', () => this.#active());
    socket.on('pong', () => {
      this.#unansweredPings = 0;
    });
    // A frame too large or malformed at the WebSocket level: ws answers with its close code by itself.
    socket.on('error', (error) =>
      options.log.debug({ err: error, reqId: options.requestId }, 'live socket error'),
    );
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        clearTimeout(this.#startTimer);
        clearInterval(this.#watch);
        this.#room.close();
        this.#session.leave();
        resolve();
      });
    });
  }

  readonly send: LiveClient['send'] = (frame) => {
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.resolve();
    this.#active();
    const bytes = encodeServerFrame(frame);
    if (this.#socket.bufferedAmount < HIGH_WATER_BYTES) {
      this.#socket.send(bytes);
      return Promise.resolve();
    }
    // Resolves when this frame has left, and with it all before it; also when the socket is gone.
    return new Promise((resolve) => this.#socket.send(bytes, () => resolve()));
  };

  readonly finish: LiveClient['finish'] = (frame, close) => {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const ending = close ?? (this.#shuttingDown ? closeCodes.shuttingDown : undefined);
    // One write, so that no client sees the socket open after its last frame.
    this.#wire.cork();
    this.#socket.send(encodeServerFrame(frame));
    if (ending) this.#socket.close(ending.code, ending.meaning);
    this.#wire.uncork();
  };

  /** No new turn; the one that is being spoken goes on. */
  shutDown(): void {
    this.#shuttingDown = true;
    if (this.#session.idle) this.#socket.close(closeCodes.shuttingDown.code, closeCodes.shuttingDown.meaning);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** ws keeps a frame until it is whole. */
  #arrive(bytes: number): void {
    this.#frameBytes += bytes;
    try {
      this.#room.grow(this.#frameBytes);
    } catch (error) {
      this.#session.abort(toProblem(error).message, closeCodes.overloaded);
      // What it still sends would be kept as well.
      this.#socket.pause();
      setTimeout(() => this.terminate(), REFUSAL_MS);
    }
  }

  #receive(data: RawData, isBinary: boolean): void {
    clearTimeout(this.#startTimer);
    this.#active();
    const room = this.#room;
    this.#room = this.#uploads.open();
    this.#frameBytes = 0;
    if (!isBinary) this.#session.abort('Frames are binary MessagePack', closeCodes.textMessage);
    const listening = isBinary ? this.#session.receive(data as Buffer) : undefined;
    if (listening) void listening.finally(room.close);
    else room.close();
  }

  #active(): void {
    this.#activeAtMs = performance.now();
  }

  #check(): void {
    if (performance.now() - this.#activeAtMs > this.#idleTimeoutMs) {
      this.#session.abort('The session was idle for too long', closeCodes.outOfOrder);
    } else if (this.#unansweredPings >= MOST_UNANSWERED_PINGS) {
      this.#socket.terminate();
    } else {
      this.#unansweredPings += 1;
      this.#socket.ping();
    }
  }
}
