import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithPostgres } from '../../packages/server/src/storage/testing/describe-with-postgres.ts';
import type { PostgresServer } from '../../packages/server/src/storage/testing/postgres-server.ts';
import { audit } from '../../packages/server/src/wallet/testing/audit.ts';
import { expectProblem } from '../http/problem.ts';
import { audioOf, postSpeech } from '../http/speech-call.ts';
import { LiveClient } from '../live/live-client.ts';
import { type RunningServer, type RunningServerOptions, runServer } from '../running-server.ts';
import { ServerProcess } from '../server-process.ts';
import { Administrator, type Customer } from './administrator.ts';
import { holdSpeech } from './held-speech.ts';
import { priceOf, startLive } from './speech.ts';

const patience = { timeout: 10_000 };
const hello = { text: 'Hello.', reference_id: 'tone-a', format: 'pcm' };

const say = ({ url }: { url: string }, { key }: { key: string }, headers: Record<string, string> = {}) =>
  postSpeech({ url, key }, hello, headers);

describeWithPostgres('Two servers on one PostgreSQL', (postgres) => {
  let first: RunningServer;
  let second: RunningServer;
  let administrator: Administrator;
  beforeAll(async () => {
    const databaseUrl = await postgres().createDatabase();
    const options: RunningServerOptions = {
      engines: ['tone'],
      credit: 'enforced',
      keepOpen: true,
      databaseUrl,
    };
    [first, second] = await Promise.all([runServer(options), runServer(options)]);
    administrator = new Administrator(first);
  });
  afterAll(async () => {
    expect(await audit(first.database)).toEqual([]);
    await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()]);
  });

  it('both refuse a key within a second after one was told to revoke it', async () => {
    const customer = await administrator.newCustomer({ credit: '1' });
    await audioOf(await say(second, customer));
    const open = await startLive(second, customer.key, hello);
    open.stop();
    await expect.poll(() => open.finish, patience).toBeDefined();

    await administrator.revokeKey(customer);
    await pause(1_000);
    await expectProblem(await say(second, customer), 401);
    await expect(LiveClient.connect({ ...second, key: customer.key })).rejects.toThrow('401');
    open.start(hello);
    expect(await open.closed()).toBe(3003);
    expect(open.events.at(-1)).toMatchObject({ event: 'finish', reason: 'error' });
    await expectProblem(await say(first, customer), 401);
  });

  it('count the requests of an account together', async () => {
    const customer = await administrator.newCustomer({ credit: '10', concurrency: 2 });
    const held = [
      await holdSpeech({ ...first, key: customer.key }),
      await holdSpeech({ ...second, key: customer.key }),
    ];
    expect(held.map(({ status }) => status)).toEqual([200, 200]);
    for (const server of [first, second]) await expectProblem(await say(server, customer), 429);
    held[0]?.letGo();
    await expect.poll(async () => (await say(second, customer)).status, patience).toBe(200);
    held[1]?.letGo();
    await expect.poll(async () => (await administrator.wallet(customer.id)).in_flight, patience).toBe(0);
  });

  it('spend the same money once, and serve a request that is repeated once', async () => {
    const customer = await administrator.newCustomer({
      credit: priceOf('Hello.'.repeat(20)),
      concurrency: 1_000,
    });
    const names = Array.from({ length: 30 }, (_, i) => `name-${i}`);
    const answers = await Promise.all(
      names.flatMap((name) =>
        [first, second].map(async (server) => {
          const response = await say(server, customer, { 'Idempotency-Key': name });
          await response.arrayBuffer();
          return response.status;
        }),
      ),
    );
    expect(answers.filter((status) => status === 200)).toHaveLength(20);
    expect(new Set(answers)).toEqual(new Set([200, 402, 409]));
    expect((await administrator.wallet(customer.id)).balance).toBe('0');
  });
});

describeWithPostgres('PostgreSQL', (postgres) => {
  it('may restart while two servers serve: nobody hangs, and nothing is lost', async () => {
    const databaseUrl = await postgres().createDatabase();
    const options: RunningServerOptions = { engines: ['tone'], credit: 'enforced', databaseUrl };
    await using first = await runServer(options);
    await using second = await runServer(options);
    const administrator = new Administrator(first);
    const customer = await administrator.newCustomer({ credit: '100', concurrency: 1_000 });
    await Promise.all([first, second].map(async (server) => audioOf(await say(server, customer))));

    const clients = new Clients([first, second], customer);
    await pause(300);
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
      await postgres().down(signal);
      await pause(500);
      await postgres().up();
      await pause(500);
    }
    await clients.stop();

    expect(clients.statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(Math.max(...clients.waitsMs)).toBeLessThan(15_000);
    await expect.poll(() => inFlight(administrator, customer), { timeout: 15_000 }).toBe(0);
    expect(await audit(first.database)).toEqual([]);
    const served = clients.statuses.filter((status) => status === 200).length + 2;
    const rows = await first.accounting.stores.usage.recent(customer.id, { limit: 100_000 });
    expect(rows.filter(({ status }) => status === 200n)).toHaveLength(served);
    expect((await administrator.wallet(customer.id)).spent).toBe(priceOf('Hello.'.repeat(served)));
  });

  it('is not needed to speak to those who are known, where nothing is charged', async () => {
    await using outage = await Outage.prepare(postgres(), 'metered');
    const { server, customer } = outage;
    await audioOf(await say(server, customer));
    await outage.begin();
    for (let i = 0; i < 3; i++) await audioOf(await say(server, customer));
    const stranger = await say(server, { key: 'a-key-that-nobody-knows' });
    expect(stranger.headers.get('retry-after')).not.toBeNull();
    await expectProblem(stranger, 503);
    await outage.end();

    const rows = () => server.accounting.stores.usage.recent(customer.id, { limit: 10 });
    await expect.poll(async () => (await rows()).length, { timeout: 15_000 }).toBe(4);
  });

  it('is needed where speech is charged: 503, soon', async () => {
    await using outage = await Outage.prepare(postgres(), 'enforced');
    const { server, customer } = outage;
    await outage.begin();
    const askedAtMs = performance.now();
    const answer = await say(server, customer);
    // Longer than a restart takes, but not much.
    expect(performance.now() - askedAtMs).toBeLessThan(10_000);
    expect(answer.headers.get('retry-after')).not.toBeNull();
    await expectProblem(answer, 503);
    const client = await startLive(server, customer.key, hello);
    expect(await client.closed()).toBe(1013);
    expect(client.audio).toHaveLength(0);
    await outage.end();

    await expect.poll(async () => (await say(server, customer)).status, { timeout: 15_000 }).toBe(200);
    await expect.poll(() => inFlight(new Administrator(server), customer), { timeout: 15_000 }).toBe(0);
    expect(await audit(server.database)).toEqual([]);
  });

  it('is set up once by three servers that start together; one of them prints the first key', async () => {
    const databaseUrl = await postgres().createDatabase();
    const directory = await mkdtemp(join(tmpdir(), 'shoal-three-'));
    const settings = { DATABASE_URL: databaseUrl, SHOAL_API_KEY: '', SHOAL_HOSTS: '1' };
    const servers = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        ServerProcess.start({ ...settings, SHOAL_DATA_DIR: join(directory, name) }),
      ),
    );
    try {
      const printed = servers.flatMap(({ greeting }) => /^ {2}([0-9a-f]{64})$/m.exec(greeting)?.[1] ?? []);
      expect(printed).toHaveLength(1);
      const [key = ''] = printed;
      for (const { url } of servers) await audioOf(await postSpeech({ url, key }, { text: 'Hello.' }));
      const [counts] = await postgres().query(
        'select (select count(*) from accounts) as accounts, (select count(*) from api_keys) as keys',
        databaseUrl,
      );
      expect(counts).toEqual({ accounts: '1', keys: '1' });
    } finally {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
      await rm(directory, { recursive: true, force: true });
    }
  });
});

function inFlight(administrator: Administrator, { id }: Customer): Promise<number | undefined> {
  return administrator.wallet(id).then(
    (wallet) => wallet.in_flight,
    () => undefined,
  );
}

/** Clients who ask for one speech after the other until they are stopped. */
class Clients {
  readonly statuses: number[] = [];
  readonly waitsMs: number[] = [];
  readonly #work: Promise<void>[];
  #stopped = false;

  constructor(servers: RunningServer[], customer: Customer) {
    this.#work = Array.from({ length: 8 }, (_, i) => this.#ask(servers[i % servers.length], customer));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#work);
  }

  async #ask(server: RunningServer | undefined, customer: Customer): Promise<void> {
    while (server && !this.#stopped) {
      const askedAtMs = performance.now();
      const response = await say(server, customer);
      await response.arrayBuffer();
      this.statuses.push(response.status);
      this.waitsMs.push(performance.now() - askedAtMs);
      await pause(20);
    }
  }
}

/** A server with a customer it knows, whose database goes away. */
class Outage implements AsyncDisposable {
  readonly #postgres: PostgresServer;
  readonly server: RunningServer;
  readonly customer: Customer;

  private constructor(postgres: PostgresServer, server: RunningServer, customer: Customer) {
    this.#postgres = postgres;
    this.server = server;
    this.customer = customer;
  }

  static async prepare(postgres: PostgresServer, credit: 'metered' | 'enforced'): Promise<Outage> {
    const databaseUrl = await postgres.createDatabase();
    const server = await runServer({ engines: ['tone'], credit, databaseUrl });
    const customer = await new Administrator(server).newCustomer({ credit: '1' });
    await server.accounting.keyRing.identify(customer.key);
    return new Outage(postgres, server, customer);
  }

  begin(): Promise<void> {
    return this.#postgres.down();
  }

  end(): Promise<void> {
    return this.#postgres.up();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}
