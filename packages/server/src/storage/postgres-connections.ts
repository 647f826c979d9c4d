import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Whatever takes longer is not worth waiting for: someone wants to hear something. */
const CONNECT_TIMEOUT_MS = 2_000;
/** How long a server may take to say farewell. */
const FAREWELL_MS = 500;

/** int8, of which JavaScript's numbers cannot hold all. */
const INT8 = 20;

export interface PostgresAddress {
  /** A directory, for a socket of this machine. */
  host: string;
  port: number;
}

/** All connections of this process to one PostgreSQL database. */
export class PostgresConnections {
  readonly #url: string;
  readonly #sockets = new Set<Socket>();

  /** @param url `postgres://user:password@host:port/database` */
  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Where the database is looked for, without the user and the password.
   *
   * @throws Error with the code `ERR_INVALID_URL`
   */
  get address(): PostgresAddress {
    const { host, port } = new pg.Client({ connectionString: this.#url });
    return { host, port };
  }

  /** What every connection is opened with. */
  get options(): pg.ClientConfig {
    return {
      connectionString: this.#url,
      application_name: 'shoal',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      stream: () => this.#newSocket(),
      types: {
        getTypeParser: (oid, format) => (oid === INT8 ? BigInt : pg.types.getTypeParser(oid, format)),
      },
    };
  }

  /** Sees to it that none is left, even of a server that does not answer. To be called when all have been ended. */
  async close(): Promise<void> {
    const closing = [...this.#sockets].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    const enough = new AbortController();
    const farewell = pause(FAREWELL_MS, undefined, { signal: enough.signal }).catch(() => undefined);
    await Promise.race([Promise.all(closing), farewell]);
    enough.abort();
    for (const socket of this.#sockets) socket.destroy();
  }

  #newSocket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
