import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { openPostgres } from './postgres.ts';
import { DatabaseProcess } from './testing/database-process.ts';
import { describeWithPostgres } from './testing/describe-with-postgres.ts';

describeWithPostgres('The presence of a server', (server) => {
  const opened: Database[] = [];
  const open = async (url: string) => {
    const database = await openPostgres(url, { patienceMs: 20_000 });
    opened.push(database);
    return database;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()));
  });
  const isGone = (observer: Database, serverId: string) =>
    observer.write((tx) => observer.isGone(tx, serverId));

  it('ends with its process, at once', async () => {
    const url = await server().createDatabase();
    const [observer, second] = [await open(url), await open(url)];
    await using other = await DatabaseProcess.open(url);
    other.startWriting();
    await other.hasWritten(10);
    expect(await isGone(observer, other.serverId)).toBe(false);
    await other.kill();
    await expect.poll(() => isGone(observer, other.serverId), { timeout: 10_000 }).toBe(true);
    // Having been told so is no presence.
    expect(await isGone(second, other.serverId)).toBe(true);
    expect(await isGone(observer, other.serverId)).toBe(true);
  });

  it('ends when it is closed', async () => {
    const url = await server().createDatabase();
    const observer = await open(url);
    const other = await openPostgres(url);
    expect(await isGone(observer, other.serverId)).toBe(false);
    await other.close();
    await expect.poll(() => isGone(observer, other.serverId)).toBe(true);
  });

  it('is seen by all, and not taken away by who asks', async () => {
    const url = await server().createDatabase();
    const databases = await Promise.all([open(url), open(url), open(url)]);
    for (let i = 0; i < 20; i++) {
      const asked = databases.flatMap((asker) => databases.map(({ serverId }) => isGone(asker, serverId)));
      expect(await Promise.all(asked)).not.toContain(true);
    }
  });

  it('outlives restarts of PostgreSQL, in which nobody is taken for gone and no connection is left over', async () => {
    const url = await server().createDatabase();
    const [one, other] = await Promise.all([open(url), open(url)]);
    let isOver = false;
    const answers = new Set<boolean>();
    const asking = (async () => {
      while (!isOver) {
        answers.add(await isGone(one, other.serverId));
        answers.add(await isGone(other, one.serverId));
        await pause(5);
      }
    })();
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGINT'] as const) {
      await server().down(signal);
      await server().up();
      await pause(200);
    }
    for (let i = 0; i < 10; i++) await server().breakConnections(url);
    await pause(500);
    isOver = true;
    await asking;
    expect([...answers]).toEqual([false]);
    await expect.poll(() => server().presences(url)).toBe(2);
    // Two of presence, and what two pools have opened one after the other.
    expect(await server().connections(url)).toBeLessThanOrEqual(4);
  });
});
