import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Administrator } from '../accounts/administrator.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { testFolder } from './folder.ts';
import { runShoal } from './shoal.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'], credit: 'enforced' });
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** Runs a command that succeeds as administrator. */
async function shoal(...words: string[]): Promise<string> {
  const env = { FISH_BASE_URL: server.url, SHOAL_ADMIN_TOKEN: server.adminToken };
  const { exitCode, stdout, stderr } = await runShoal(words, { cwd: await testFolder(), env });
  expect({ words, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({
    words,
    exitCode: 0,
    stderr: '',
  });
  return stdout.trimEnd();
}

const json = async <Answer>(...words: string[]) => JSON.parse(await shoal(...words, '--json')) as Answer;

describe('Accounts', () => {
  it('are made and given credit', async () => {
    const id = await shoal('accounts', 'create', 'Anna', '--concurrency', '3');
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const topUp = ['top-up', id, '2.50', '--reference', 'invoice 7'];
    expect(await json(...topUp)).toMatchObject({ balance: '2.5' });
    expect(await json(...topUp)).toMatchObject({ balance: '2.5' });
    expect(await json('top-up', id, '1', '--gift')).toMatchObject({ balance: '3.5' });
    expect(await json('top-up', id, '10', '--monthly', 'Small')).toMatchObject({
      available: '13.5',
      package: { type: 'Small', total: 10_000_000 },
    });
    const ledger = await json<{ kind: string }[]>('accounts', 'ledger', id);
    expect(ledger.map(({ kind }) => kind).sort()).toEqual(['free_credit', 'package_grant', 'top_up']);
  });

  it('use a key, and what they use is told', async () => {
    const { id } = await new Administrator(server).newCustomer({ credit: '2.50' });
    const scopes = ['--scope', 'tts', '--scope', 'wallet:read'];
    const key = await shoal('keys', 'create', '--account', id, '--name', 'Phone', ...scopes);
    const asAnna = { cwd: await testFolder(), env: { FISH_BASE_URL: server.url, FISH_API_KEY: key } };
    const speech = await runShoal(['speak', 'Ten bytes.', '--voice', 'tone-a'], asAnna);
    expect(speech.bytes.length).toBeGreaterThan(1_000);
    const account = await runShoal(['account'], asAnna);
    expect(account.stdout).toBe(`Account  ${id}\nCredit   $2.49985\nPaid in  $2.5\nPackage  none\n`);
    const rows = await shoal('usage', '--by', 'account,voice', '--account', id);
    expect(rows.split('\t').slice(0, 4)).toEqual([id, 'tone-a', '1', '0']);
    const report = await json<{ items: object[] }>('usage', '--by', 'account', '--account', id);
    expect(report.items).toEqual([expect.objectContaining({ accountId: id, requests: 1, textBytes: 10 })]);
  });

  it('are listed, shown and changed', async () => {
    const { id } = await json<{ id: string }>('accounts', 'create', 'Berta', '--role', 'admin');
    await shoal('accounts', 'update', id, '--nickname', 'Bertha', '--role', 'member', '--concurrency', '7');
    expect(await json('accounts', 'show', id)).toMatchObject({
      nickname: 'Bertha',
      role: 'member',
      concurrency: 7,
      wallet: { balance: '0' },
    });
    await shoal('accounts', 'update', id, '--concurrency', 'usual');
    expect(await shoal('accounts', 'show', id)).toMatch(/Requests at once +as usual\nTo spend +\$0\n/);
    const [newest] = (await shoal('accounts', 'list', '--limit', '1')).split('\n');
    expect(newest?.split('\t').slice(0, 4)).toEqual([id, 'Bertha', 'member', 'as usual']);
  });
});

describe('Keys', () => {
  it('are listed without themselves, and revoked', async () => {
    const id = await shoal('accounts', 'create', 'Carla');
    const created = await json<{ id: string; key: string }>(
      'keys',
      'create',
      '--account',
      id,
      '--expires',
      '2100-01-31T00:00:00Z',
    );
    const list = await shoal('keys', 'list', '--account', id);
    expect(list).toContain(`${created.id}\t\t${created.key.slice(-4)}\tuntil 2100-01-31\tnever`);
    expect(list).not.toContain(created.key);
    await shoal('keys', 'revoke', created.id, '--account', id, '--yes');
    expect(await json('keys', 'list', '--account', id)).toMatchObject([
      { id: created.id, revokedAt: expect.any(String) },
    ]);
  });
});

describe('Where a server runs', () => {
  /** A folder as the server leaves it. */
  async function dataDirOf(url: string) {
    const cwd = await testFolder();
    await writeFile(join(cwd, 'server.json'), JSON.stringify({ url, owner: server.ownerId }));
    await writeFile(join(cwd, 'admin-token'), `${server.adminToken}\n`);
    return { cwd, env: { SHOAL_DATA_DIR: cwd } };
  }

  it('nothing has to be set to make a key, and only that to use it', async () => {
    const { cwd, env } = await dataDirOf(server.url);
    const { stdout: key } = await runShoal(['keys', 'create'], { cwd, env });
    expect(key).toMatch(/^\S{32,}\n$/);
    const account = await runShoal(['account', '--json'], { cwd, env: { ...env, FISH_API_KEY: key.trim() } });
    expect(JSON.parse(account.stdout)).toMatchObject({ credits: { userId: server.ownerId } });
  });

  it('its admin token is told to no other server', async () => {
    const { cwd, env } = await dataDirOf(server.url);
    const heard: string[] = [];
    const other = createServer(({ headers }, response) => {
      heard.push(JSON.stringify(headers));
      response.writeHead(401).end();
    });
    other.listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => other.once('listening', resolve));
      const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
      const words = ['accounts', 'list', '--base-url', url];
      expect(await runShoal(words, { cwd, env })).toMatchObject({ exitCode: 3 });
      expect(await runShoal(words, { cwd, env: { ...env, FISH_API_KEY: 'mine' } })).toMatchObject({
        exitCode: 3,
      });
      expect(heard).toEqual([expect.stringContaining('Bearer mine')]);
    } finally {
      other.close();
    }
  });

  it('an account that is an administrator can do the same from elsewhere', async () => {
    const { cwd } = await dataDirOf('http://127.0.0.1:1');
    const env = { FISH_BASE_URL: server.url, FISH_API_KEY: server.key };
    const { stdout } = await runShoal(['accounts', 'show', '--json'], { cwd, env });
    expect(JSON.parse(stdout)).toMatchObject({ id: server.ownerId });
  });
});
