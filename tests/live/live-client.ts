import { once } from 'node:events';
import { decode, encode } from '@msgpack/msgpack';
import { WebSocket } from 'ws';
/** Where a server listens, and a key that it knows. */
export interface Reachable {
  webSocketUrl: string;
  key: string;
}

export interface ServerEvent {
  event: string;
  audio?: Uint8Array;
  time?: number;
  reason?: string;
  message?: string;
  /** When it arrived, in milliseconds of `performance.now()`. */
  atMs: number;
}

/** A client that speaks the live protocol frame by frame, and remembers all that it heard. */
export class LiveClient {
  readonly socket: WebSocket;
  readonly events: ServerEvent[] = [];
  closeCode: number | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.events.push({ ...(decode(data) as Omit<ServerEvent, 'atMs'>), atMs: performance.now() });
    });
    socket.on('close', (code) => {
      this.closeCode = code;
    });
  }

  static async connect(server: Reachable, headers: Record<string, string> = {}): Promise<LiveClient> {
    const socket = new WebSocket(`${server.webSocketUrl}/v1/tts/live`, {
      headers: { Authorization: `Bearer ${server.key}`, ...headers },
    });
    const client = new LiveClient(socket);
    await once(socket, 'open');
    return client;
  }

  start(request: Record<string, unknown> = {}, more: Record<string, unknown> = {}): void {
    this.send({
      event: 'start',
      request: { text: '', format: 'pcm', sample_rate: 16_000, ...request },
      ...more,
    });
  }

  text(text: string): void {
    this.send({ event: 'text', text });
  }

  flush(): void {
    this.send({ event: 'flush' });
  }

  stop(): void {
    this.send({ event: 'stop' });
  }

  send(frame: unknown): void {
    this.socket.send(encode(frame));
  }

  /** All audio so far. */
  get audio(): Buffer {
    return Buffer.concat(this.audioFrames);
  }

  get audioFrames(): Uint8Array[] {
    return this.events.flatMap((event) => event.audio ?? []);
  }

  get finish(): ServerEvent | undefined {
    return this.events.find((event) => event.event === 'finish');
  }

  /** Resolves to the close code. */
  async closed(): Promise<number> {
    if (this.closeCode === undefined) await once(this.socket, 'close');
    return this.closeCode ?? 0;
  }
}
