import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { audit } from '../../packages/server/src/wallet/testing/audit.ts';
import { expectProblem } from '../http/problem.ts';
import { audioOf, postSpeech } from '../http/speech-call.ts';
import { LiveClient } from '../live/live-client.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { Administrator, type Customer } from './administrator.ts';
import { endlessText, type HeldSpeech, holdSpeech } from './held-speech.ts';
import { startLive } from './speech.ts';

/** Of a test that waits for something. */
const patience = { timeout: 10_000 };
const hello = { text: 'Hello.', reference_id: 'tone-a' };

describe('Requests at once', () => {
  let server: RunningServer;
  let administrator: Administrator;
  const held: HeldSpeech[] = [];
  beforeAll(async () => {
    server = await runServer({ engines: ['tone'], credit: 'enforced', keepOpen: true });
    administrator = new Administrator(server);
  });
  afterAll(async () => {
    for (const speech of held) speech.letGo();
    await vi.waitFor(() => expect(server.admission.taken).toBe(0), patience);
    expect(await audit(server.database)).toEqual([]);
    await server[Symbol.asyncDispose]();
  });

  const hold = async ({ key }: Customer) => {
    const speech = await holdSpeech({ url: server.url, key });
    held.push(speech);
    return speech;
  };
  const say = ({ key }: Customer) => postSpeech({ url: server.url, key }, hello);
  /** Holds until there is no place left. Returns how many there were. */
  const fill = async (customer: Customer) => {
    for (let places = 0; ; places++) {
      const { status, retryAfter } = await hold(customer);
      if (status === 200) continue;
      expect([status, retryAfter]).toEqual([429, '1']);
      return places;
    }
  };
  /** Resolves when there was a place and it is free again; whatever else is wrong is no reason to wait. */
  const saidAtLast = (customer: Customer) =>
    expect
      .poll(async () => {
        const response = await say(customer);
        await response.arrayBuffer();
        return response.status;
      }, patience)
      .toBe(200);

  it('are as many as fit what was ever paid in: 5, 15 from $100 and 50 from $1,000 on', async () => {
    const customer = await administrator.newCustomer({ credit: '99.999999' });
    expect(await fill(customer)).toBe(5);
    await administrator.topUp(customer.id, '0.000001');
    expect(await fill(customer)).toBe(15 - 5);
    await administrator.topUp(customer.id, '900');
    expect(await fill(customer)).toBe(50 - 15);
    expect((await administrator.wallet(customer.id)).in_flight).toBe(50);

    const refused = await say(customer);
    const waitMs = 1_000 * Number(refused.headers.get('retry-after'));
    await expectProblem(refused, 429);
    for (const speech of held) speech.letGo();
    expect(waitMs).toBe(1_000);
    await saidAtLast(customer);
  });

  it('are as many as the account’s own setting says, which can be changed', async () => {
    const customer = await administrator.newCustomer({ credit: '5000', concurrency: 2 });
    expect(await fill(customer)).toBe(2);
    await administrator.call('PATCH', `/accounts/${customer.id}`, { concurrency: 3 });
    expect(await fill(customer)).toBe(1);
  });

  it('are not limited for administrators', async () => {
    const customer = await administrator.newCustomer({ credit: '10', role: 'admin' });
    for (let i = 0; i < 8; i++) expect((await hold(customer)).status).toBe(200);
  });

  it('are not limited where nothing is charged, unless the account’s own setting says so', async () => {
    await using free = await runServer({ engines: ['tone'] });
    const people = new Administrator(free);
    const { key } = await people.newCustomer();
    const many = await Promise.all(Array.from({ length: 8 }, () => holdSpeech({ url: free.url, key })));
    expect(many.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const limited = await people.newCustomer({ concurrency: 1 });
    many.push(await holdSpeech({ url: free.url, key: limited.key }));
    expect((await holdSpeech({ url: free.url, key: limited.key })).status).toBe(429);
    for (const speech of many) speech.letGo();
  });

  it('include a live socket while it speaks, and not while it is silent', async () => {
    const customer = await administrator.newCustomer({ credit: '10', concurrency: 1 });
    const idle = await LiveClient.connect({ ...server, key: customer.key });
    await saidAtLast(customer);

    const client = await startLive(server, customer.key);
    await saidAtLast(customer);
    const isSpeaking = () =>
      expect.poll(async () => (await administrator.wallet(customer.id)).in_flight, patience).toBe(1);
    for (let heard = 0; heard < 2; heard++) {
      const before = client.audio.length;
      client.text('Hello there. ');
      client.flush();
      await expect.poll(() => client.audio.length, patience).toBeGreaterThan(before + 10 * 640);
      await saidAtLast(customer);
      // Nothing is said of white space, either.
      client.text('\n');
      await isSpeaking();
      client.flush();
      await saidAtLast(customer);
    }
    client.text(endlessText);
    await isSpeaking();
    client.socket.pause();
    await expectProblem(await say(customer), 429);
    idle.start(hello);
    idle.stop();
    expect(await idle.closed()).toBe(1013);
    expect(idle.audio).toHaveLength(0);
    expect(idle.finish).toMatchObject({ reason: 'error', message: expect.stringContaining('Too many') });
    client.socket.terminate();
    await saidAtLast(customer);
  });

  it('do not include a live socket that is kept open after it has spoken', async () => {
    const customer = await administrator.newCustomer({ credit: '10', concurrency: 1 });
    const client = await startLive(server, customer.key, hello);
    for (const turn of [1, 2]) {
      client.stop();
      await expect
        .poll(() => client.events.filter(({ event }) => event === 'finish').length, patience)
        .toBe(turn);
      await audioOf(await say(customer));
      if (turn === 1) client.start(hello);
    }
    expect(client.closeCode).toBeUndefined();
    client.socket.terminate();
  });
});

describe('Those who try keys', () => {
  const most = 5;
  const attempt = (server: RunningServer, key: string, from?: string) =>
    postSpeech({ ...server, key }, hello, from === undefined ? {} : { 'X-Forwarded-For': from });
  const tryOut = async (server: RunningServer, from?: string) => {
    const statuses: number[] = [];
    for (let i = 0; i <= most; i++) statuses.push((await attempt(server, `guess-${i}`, from)).status);
    return statuses;
  };
  const slowedDown = [...Array(most).fill(401), 429];

  it('are slowed down by address, while keys that are in use go on', async () => {
    await using server = await runServer({ engines: ['tone'], failedAttempts: most });
    const { key } = await new Administrator(server).newCustomer();
    await audioOf(await attempt(server, server.key));
    // Whoever could name an address of their choice would never be slowed down.
    const statuses: number[] = [];
    for (let i = 0; i <= most; i++) {
      statuses.push((await attempt(server, `guess-${i}`, `203.0.113.${i}`)).status);
    }
    expect(statuses).toEqual(slowedDown);
    const refused = await attempt(server, 'another-guess');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await expectProblem(refused, 429);
    const handshake = LiveClient.connect({ ...server, key: 'another-guess' });
    await expect(handshake).rejects.toThrow('429');

    await audioOf(await attempt(server, server.key));
    await new Administrator(server).call('GET', '/accounts');
    // Whether a key that nobody has used yet is right is not told, either.
    expect((await attempt(server, key)).status).toBe(429);
  });

  it('are told apart by the word of a proxy that is trusted', async () => {
    await using server = await runServer({
      engines: ['tone'],
      failedAttempts: most,
      trustedProxies: ['127.0.0.1'],
    });
    expect(await tryOut(server, '203.0.113.1')).toEqual(slowedDown);
    expect(await tryOut(server, '203.0.113.2')).toEqual(slowedDown);
    // What a client has put there itself is left of the address that the proxy saw.
    expect((await attempt(server, 'guess', '198.51.100.7, 203.0.113.2')).status).toBe(429);
    await audioOf(await attempt(server, server.key, '203.0.113.3'));
  });
});
