import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Cut {
  text: string;
  isDelivered: boolean;
  done(): void;
}

/** A line between programs and a server on the loopback, which can be cut or go dead. */
export class TcpProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  #cut: Cut | undefined;
  #isDead = false;

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    // A dead line does not even say that the other end has hung up.
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#join(client));
  }

  /** @param url of the server; only its port matters */
  static async start(url: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(Number(new URL(url).port));
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  /** The same URL, through this line. */
  through(url: string): string {
    const changed = new URL(url);
    changed.port = String((this.#server.address() as AddressInfo).port);
    return changed.href;
  }

  /**
   * Cuts the connection on which a program sends a text next.
   *
   * @param isDelivered whether the server gets it; its answer is lost in either case
   * @returns a promise for the cut
   */
  cutAt(text: string, isDelivered: boolean): Promise<void> {
    return new Promise((done) => {
      this.#cut = { text, isDelivered, done };
    });
  }

  /** Nothing passes any more, while connections stay, and new ones are taken. */
  goDead(): void {
    this.#isDead = true;
  }

  /** What was sent meanwhile is lost. */
  comeBack(): void {
    this.#isDead = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(client: Socket): void {
    const server = connect({ port: this.#targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('end', () => this.#isDead || end());
    }
    let cut: Cut | undefined;
    server.on('data', (data) => {
      if (cut) {
        end();
        cut.done();
      } else if (!this.#isDead) {
        client.write(data);
      }
    });
    client.on('data', (data) => {
      if (this.#isDead) return;
      cut = this.#takeCut(data);
      if (!cut || cut.isDelivered) {
        server.write(data);
      } else {
        end();
        cut.done();
      }
    });
  }

  #takeCut(data: Buffer): Cut | undefined {
    const cut = this.#cut;
    if (!cut || !data.includes(cut.text)) return undefined;
    this.#cut = undefined;
    return cut;
  }
}
