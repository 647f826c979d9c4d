import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrations } from './migrations/index.ts';
import { openPostgres } from './postgres.ts';
import { accountRow } from './testing/account-row.ts';
import { DatabaseProcess } from './testing/database-process.ts';
import { describeWithPostgres } from './testing/describe-with-postgres.ts';
import { TcpProxy } from './testing/tcp-proxy.ts';

const impatient = { patienceMs: 300, patienceAtStartMs: 300 };

describeWithPostgres('openPostgres', (server) => {
  const refusal = async (url: string) => {
    const error: unknown = await openPostgres(url, impatient).then(
      (database) => database.close(),
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    const { message, cause } = error as Error;
    expect(cause).toBeUndefined();
    expect(message).not.toMatch(/\n|somebody|secret/);
    return message;
  };
  const applied = async (url: string) => {
    const rows = await server().query('select name from kysely_migration order by name', url);
    return rows.map((row) => row.name);
  };
  const changed = (changes: Partial<URL>) => {
    const url = Object.assign(new URL(server().url()), { username: 'somebody', password: 'secret' }, changes);
    return url.href;
  };

  it('says in a line that nobody is there', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    expect(await refusal(changed({ port: String(port) }))).toBe(
      `DATABASE_URL cannot be used: PostgreSQL at 127.0.0.1:${port} does not answer (connect ECONNREFUSED 127.0.0.1:${port})`,
    );
  });

  it('says in a line that nobody answers', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    expect(await refusal(changed({ port: String(port) }))).toMatch(/^DATABASE_URL cannot be used: .*time/);
    silent.close();
  });

  it('says in a line that somebody else answers', async () => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
      0,
      '127.0.0.1',
    );
    await once(web, 'listening');
    const { port } = web.address() as AddressInfo;
    expect(await refusal(changed({ port: String(port) }))).toMatch(/^DATABASE_URL cannot be used: \S.*$/);
    web.close();
  });

  it('says in a line what is wrong with the URL', async () => {
    expect(await refusal(changed({}))).toBe(
      'DATABASE_URL cannot be used: PostgreSQL refuses this user or password from here',
    );
    expect(await refusal(server().url('nowhere'))).toBe(
      'DATABASE_URL cannot be used: database "nowhere" does not exist',
    );
    expect(await refusal('postgres://somebody:secret@[nonsense/x')).toBe(
      'DATABASE_URL cannot be used: it is not of the form postgres://user:password@host:port/database',
    );
  });

  it('waits for a PostgreSQL that is on its way up, and tells when that takes long', async () => {
    const url = await server().createDatabase();
    await server().down();
    const told: object[] = [];
    const opening = openPostgres(url, { onWaiting: (address) => told.push(address) });
    const address = { host: '127.0.0.1', port: Number(new URL(url).port) };
    await expect.poll(() => told, { timeout: 10_000 }).toEqual([address]);
    await server().up();
    const database = await opening;
    await database.close();
  });

  it('lets three processes start at once, makes the tables once, and lets the processes end', async () => {
    const url = await server().createDatabase();
    await using proxy = await TcpProxy.start(url);
    const locations = [url, url, proxy.through(url)];
    const processes = await Promise.all(locations.map((location) => DatabaseProcess.open(location)));
    expect(await applied(url)).toEqual(Object.keys(migrations));
    // The process ends although nobody answers its farewell.
    proxy.goDead();
    await Promise.all(processes.map((each) => each.close()));
  });

  it('makes the tables once however the servers meet', async () => {
    for (let round = 0; round < 3; round++) {
      const url = await server().createDatabase();
      const databases = await Promise.all([1, 2, 3, 4].map(() => openPostgres(url)));
      expect(await applied(url)).toEqual(Object.keys(migrations));
      await Promise.all(databases.map((database) => database.close()));
    }
  });

  it('lets the process end by itself when it is refused', async () => {
    await expect(DatabaseProcess.open(server().url('nowhere'))).rejects.toThrow('does not exist');
  });

  it('finishes what it is doing when it is closed, and leaves no connection behind', async () => {
    const url = await server().createDatabase();
    const database = await openPostgres(url);
    const slow = database.read((db) => sql`select pg_sleep(0.3)`.execute(db));
    const writing = Array.from({ length: 30 }, () =>
      database.write((tx) => tx.insertInto('accounts').values(accountRow()).execute()),
    );
    await Promise.all([database.close(), database.close()]);
    await Promise.all([slow, ...writing]);
    const late = database.read((db) => db.selectFrom('accounts').selectAll().execute());
    await expect(late).rejects.toMatchObject({ code: 'unavailable' });
    await expect.poll(() => server().connections(url)).toBe(0);
  });
});
