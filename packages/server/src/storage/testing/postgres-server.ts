import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lastingPort } from '@shoal/speech/testing/lasting-port';
import { ServerProgram } from '@shoal/speech/testing/server-program';
import pg from 'pg';

const run = promisify(execFile);
/** Where Debian puts the versions. */
const INSTALLATIONS = '/usr/lib/postgresql';

/** A real PostgreSQL on a free port of the loopback, with a data directory of its own. */
export class PostgresServer implements AsyncDisposable {
  readonly #directory: string;
  readonly #port: number;
  readonly #program: ServerProgram;
  #databases = 0;

  private constructor(directory: string, port: number, identity: { uid: number; gid: number } | undefined) {
    this.#directory = directory;
    this.#port = port;
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${port}`,
      `unix_socket_directories=${directory}`,
      'fsync=off',
      'max_connections=200',
      'deadlock_timeout=50ms',
    ];
    this.#program = new ServerProgram({
      command: program('postgres'),
      args: ['-D', directory, ...settings.flatMap((setting) => ['-c', setting])],
      spawn: { ...identity, cwd: directory },
      answers: () => this.#answers(),
    });
  }

  static get isInstalled(): boolean {
    return programDirectory() !== undefined;
  }

  static async start(): Promise<PostgresServer> {
    const directory = await mkdtemp(join(tmpdir(), 'shoal-postgres-'));
    const identity = await unprivileged();
    if (identity) await chown(directory, identity.uid, identity.gid);
    const server = new PostgresServer(directory, await lastingPort(), identity);
    await run(program('initdb'), ['-D', directory, '-U', 'shoal', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
      ...identity,
      cwd: directory,
    });
    await server.up();
    return server;
  }

  /** A database of its own, empty. */
  async createDatabase(): Promise<string> {
    const name = `test_${++this.#databases}`;
    await this.query(`create database ${name}`);
    return this.url(name);
  }

  url(database = 'postgres'): string {
    return `postgres://shoal@127.0.0.1:${this.#port}/${database}`;
  }

  async query(sql: string, url = this.url()): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** How many connections there are to a database. */
  async connections(url: string): Promise<number> {
    return this.#count(`pg_stat_activity where datname = '${databaseOf(url)}'`);
  }

  /** How many servers show their presence in a database. */
  async presences(url: string): Promise<number> {
    return this.#count(
      `pg_locks join pg_database on database = pg_database.oid
       where locktype = 'advisory' and granted and datname = '${databaseOf(url)}'`,
    );
  }

  /** Ends all connections to a database, from its side. */
  async breakConnections(url: string): Promise<void> {
    await this.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${databaseOf(url)}'`,
    );
  }

  /** Starts it, again if need be. Resolves when it takes connections. */
  up(): Promise<void> {
    return this.#program.up();
  }

  /** Stops it: `SIGINT` breaks all connections first, `SIGQUIT` is a crash. */
  down(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    return this.#program.down(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #count(what: string): Promise<number> {
    const [row] = await this.query(`select count(*)::int as count from ${what}`);
    return Number(row?.count);
  }

  async #answers(): Promise<boolean> {
    return this.query('select 1').then(
      () => true,
      () => false,
    );
  }
}

function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

function programDirectory(): string | undefined {
  if (!existsSync(INSTALLATIONS)) return undefined;
  const versions = readdirSync(INSTALLATIONS).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => join(INSTALLATIONS, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

function program(name: string): string {
  return join(programDirectory() ?? '', name);
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}
