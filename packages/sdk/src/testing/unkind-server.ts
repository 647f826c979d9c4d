import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What a test wants of a server that does not behave. */
export interface UnkindServerOptions {
  /** What the requests get, one after the other; the last one serves all that follow. */
  answers?: Answer[];
  /** What happens on a live socket. */
  live?: (socket: WebSocket, request: IncomingMessage) => void;
}

/** A real server on a free port that does what a test tells it. */
export class UnkindServer implements AsyncDisposable {
  readonly #http = createServer();
  /** All that came, upgrades too. */
  readonly requests: IncomingMessage[] = [];
  /** When each came, in milliseconds of `performance.now()`. */
  readonly cameAtMs: number[] = [];

  private constructor({ answers = [], live }: UnkindServerOptions) {
    this.#http.on('request', (request, response) => {
      this.#note(request);
      const answer = answers[Math.min(this.requests.length, answers.length) - 1];
      request.resume().once('end', () => answer?.(request, response));
    });
    if (!live) return;
    const sockets = new WebSocketServer({ noServer: true });
    this.#http.on('upgrade', (request, socket, head) => {
      this.#note(request);
      sockets.handleUpgrade(request, socket, head, (webSocket) => live(webSocket, request));
    });
  }

  static async start(options: UnkindServerOptions): Promise<UnkindServer> {
    const server = new UnkindServer(options);
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** Handles handshakes byte by byte. */
  onUpgrade(handle: (socket: Duplex) => void): void {
    this.#http.on('upgrade', (request, socket) => {
      this.#note(request);
      socket.on('error', () => {});
      socket.resume().once('end', () => socket.destroy());
      handle(socket);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  #note(request: IncomingMessage): void {
    this.requests.push(request);
    this.cameAtMs.push(performance.now());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#http.close(resolve));
    this.#http.closeAllConnections();
    for (const { socket } of this.requests) socket.destroy();
    await closed;
  }
}

/** An answer with a body: text as it is, anything else as JSON. */
export function reply(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'X-Request-Id': 'request-7', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** The outcome of a call that should fail. */
export async function failureOf(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail');
}

/** Reads all of a stream that should break. */
export async function readAll(audio: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of audio) chunks.push(chunk);
  return Buffer.concat(chunks);
}
