import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '@shoal/server';
import { expect, it } from 'vitest';
import { audit } from '../../packages/server/src/wallet/testing/audit.ts';
import { ServerProcess } from '../server-process.ts';
import { Administrator } from './administrator.ts';
import { type Acknowledged, CrashClients, type Mortal } from './crash-clients.ts';
import { onBothDatabases } from './on-both-databases.ts';

/** `npm run test:crash` kills more often. */
const ROUNDS = Number(process.env.SHOAL_TEST_CRASHES ?? 2);
const CLIENTS = 20;
const CUSTOMERS = 6;
const ADMIN_TOKEN = 'test-admin-token-0123456789';
const MICROS_PER_BYTE = 15n;

onBothDatabases('A server that is killed at any moment', (newDatabase) => {
  it(
    `leaves books that are right, ${ROUNDS} times`,
    async () => {
      await using place = await Place.create(await newDatabase());
      let clients: CrashClients | undefined;
      let workCutShort = 0;
      for (let round = 1; round <= ROUNDS; round++) {
        const startedAtMs = Date.now();
        const server = await place.start();
        clients ??= await newClients(server);
        await clients.makeSure(server);
        // Where speech comes to its end most is settled, so every second round looks for that.
        const [pieces, pauseMs] =
          round % 2 === 0 ? [1, randomInt(1_500)] : [randomInt(10, 100), randomInt(10)];
        const { heard, ended } = clients.work(server, CLIENTS, pieces);
        await Promise.race([heard.then(() => pause(pauseMs)), ended]);
        await server.kill();
        await ended;

        await using books = await place.openBooks();
        const holds = await books.openHolds();
        if (holds.length > 0) workCutShort += 1;
        // What servers before this one held was given back when it started.
        expect(holds.filter((placedAtMs) => placedAtMs < startedAtMs)).toEqual([]);
        expect(await books.faults(clients.acknowledged), `round ${round}`).toEqual([]);
      }
      expect(workCutShort).toBeGreaterThan(0);

      const last = await place.start();
      await clients?.makeSure(last);
      const administrator = new Administrator(last);
      const { items } = await administrator.call<{ items: { _id: string }[] }>('GET', '/accounts');
      for (const { _id } of items) {
        expect(await administrator.wallet(_id)).toMatchObject({ held: '0', in_flight: 0 });
      }
      await last.stop();
      await using books = await place.openBooks();
      expect(await books.openHolds()).toEqual([]);
      expect(await books.faults(clients?.acknowledged)).toEqual([]);
    },
    60_000 + ROUNDS * 30_000,
  );
});

/** Where servers keep their data, one after the other. */
class Place implements AsyncDisposable {
  readonly #dataDir: string;
  readonly #databaseUrl: string | undefined;

  private constructor(dataDir: string, databaseUrl: string | undefined) {
    this.#dataDir = dataDir;
    this.#databaseUrl = databaseUrl;
  }

  static async create(databaseUrl: string | undefined): Promise<Place> {
    return new Place(await mkdtemp(join(tmpdir(), 'shoal-crash-')), databaseUrl);
  }

  async start(): Promise<Mortal & { kill(): Promise<void>; stop(): Promise<void> }> {
    const server = await ServerProcess.start({
      SHOAL_DATA_DIR: this.#dataDir,
      SHOAL_ADMIN_TOKEN: ADMIN_TOKEN,
      SHOAL_CREDIT: 'enforced',
      SHOAL_HOSTS: '1',
      LOG_LEVEL: 'error',
      ...(this.#databaseUrl !== undefined && { DATABASE_URL: this.#databaseUrl }),
    });
    const killing = new AbortController();
    return {
      url: server.url,
      webSocketUrl: server.webSocketUrl,
      adminToken: ADMIN_TOKEN,
      killed: killing.signal,
      kill: () => {
        killing.abort();
        return server.kill();
      },
      stop: () => server[Symbol.asyncDispose](),
    };
  }

  /** The database without a server. */
  async openBooks(): Promise<Books> {
    return new Books(await openDatabase({ dataDir: this.#dataDir, databaseUrl: this.#databaseUrl }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}

class Books implements AsyncDisposable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** When they were placed. */
  async openHolds(): Promise<number[]> {
    const rows = await this.#database.read((db) => db.selectFrom('holds').select('created_at').execute());
    return rows.map(({ created_at }) => Number(created_at));
  }

  /** What is wrong in itself, or not as somebody was told. */
  async faults(told: Acknowledged | undefined): Promise<string[]> {
    if (!told) return ['nobody was told anything'];
    return [
      ...(await audit(this.#database)),
      ...(await this.#missingTopUps(told)),
      ...(await this.#missingSpeeches(told)),
    ];
  }

  async #missingTopUps({ topUps }: Acknowledged): Promise<string[]> {
    const rows = await this.#database.read((db) =>
      db.selectFrom('ledger_entries').select('reference').where('kind', '=', 'top_up').execute(),
    );
    const there = new Set(rows.map(({ reference }) => reference));
    return [...topUps].filter((reference) => !there.has(reference)).map((name) => `top-up ${name} is lost`);
  }

  async #missingSpeeches({ speeches, live }: Acknowledged): Promise<string[]> {
    // A charge has the price of its usage: that is part of the audit.
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('usage')
        .innerJoin('ledger_entries', 'reference', 'usage.id')
        .select(['usage.id', 'usage.account_id', 'endpoint', 'price'])
        .where('kind', '=', 'charge')
        .execute(),
    );
    const nameOf = (accountId: string, price: bigint) => `${price} of ${accountId}`;
    const there = new Map(rows.map(({ id, account_id, price }) => [id, nameOf(account_id, price)]));
    const lost: string[] = [];
    for (const [id, { accountId, bytes }] of speeches) {
      const name = nameOf(accountId, MICROS_PER_BYTE * BigInt(bytes));
      if (there.get(id) !== name) lost.push(`speech ${id} of ${name} is charged ${there.get(id)}`);
    }
    const liveThere = rows
      .filter(({ endpoint }) => endpoint === '/v1/tts/live')
      .map(({ account_id, price }) => nameOf(account_id, price));
    for (const { accountId, bytes } of live) {
      const name = nameOf(accountId, MICROS_PER_BYTE * BigInt(bytes));
      const index = liveThere.indexOf(name);
      if (index < 0) lost.push(`live speech of ${name} is lost`);
      else liveThere.splice(index, 1);
    }
    return lost;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database.close();
  }
}

async function newClients(server: Mortal): Promise<CrashClients> {
  const administrator = new Administrator(server);
  const customers = Array.from({ length: CUSTOMERS }, (_, i) =>
    // One of them soon has nothing left.
    administrator.newCustomer({ credit: i === 0 ? '0.01' : '5', concurrency: 1_000 }),
  );
  return new CrashClients(await Promise.all(customers));
}
