import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Spreads TCP connections over servers in turn, as a load balancer in front of gateways does. */
export class Balancer implements AsyncDisposable {
  readonly #server: Server;
  readonly #targets: URL[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #carried = new Map<string, number>();
  #turn = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (client) => this.#carry(client));
  }

  static async start(): Promise<Balancer> {
    const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Balancer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  add(url: string): void {
    this.#targets.push(new URL(url));
  }

  /** How many connections a server has got. */
  carriedTo(url: string): number {
    return this.#carried.get(new URL(url).origin) ?? 0;
  }

  remove(url: string): void {
    const at = this.#targets.findIndex(({ origin }) => origin === new URL(url).origin);
    if (at >= 0) this.#targets.splice(at, 1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #carry(client: Socket): void {
    const target = this.#targets[this.#turn++ % this.#targets.length];
    if (!target) {
      client.destroy();
      return;
    }
    this.#carried.set(target.origin, (this.#carried.get(target.origin) ?? 0) + 1);
    const server = connect({ host: target.hostname, port: Number(target.port), allowHalfOpen: true });
    for (const [near, far] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(near);
      near.setNoDelay(true);
      near.pipe(far);
      near.on('error', () => far.destroy());
      near.on('close', () => {
        this.#sockets.delete(near);
        far.destroy();
      });
    }
  }
}
