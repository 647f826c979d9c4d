import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode } from '@msgpack/msgpack';
import { type WebSocket, WebSocketServer } from 'ws';

const PIECE = Buffer.alloc(64 * 1024);
const MOST_LIVE_BYTES = 100_000_000;

/** Sends as much audio as it is to, over HTTP and live, as fast as it is taken. */
export class AudioServer implements AsyncDisposable {
  readonly #http = createServer((request, response) => {
    request.resume().once('end', () => this.#answer(response));
  });
  readonly #answerBytes: number;
  /** What of its live audio has left it. */
  liveBytes = 0;

  private constructor(answerBytes: number) {
    this.#answerBytes = answerBytes;
    const sockets = new WebSocketServer({ server: this.#http });
    sockets.on('connection', (socket, { url = '' }) => {
      socket.on('error', () => {});
      socket.once('message', () => this.#push(socket, url.startsWith('/v1/tts/live')));
    });
  }

  /** @param answerBytes in each HTTP answer */
  static async start(answerBytes: number): Promise<AudioServer> {
    const server = new AudioServer(answerBytes);
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async #answer(response: ServerResponse): Promise<void> {
    response.on('error', () => {});
    response.writeHead(200, { 'Content-Type': 'audio/mpeg' });
    for (let sent = 0; sent < this.#answerBytes && !response.destroyed; sent += PIECE.length) {
      const piece = PIECE.subarray(0, this.#answerBytes - sent);
      if (!response.write(piece)) await once(response, 'drain').catch(() => {});
    }
    response.end();
  }

  #push(socket: WebSocket, isFramed: boolean): void {
    const frame = isFramed ? encode({ event: 'audio', audio: PIECE, time: 1 }) : PIECE;
    const send = () => {
      if (this.liveBytes >= MOST_LIVE_BYTES) return;
      socket.send(frame, (error) => {
        if (error) return;
        this.liveBytes += frame.length;
        send();
      });
    };
    send();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.close();
    this.#http.closeAllConnections();
  }
}
