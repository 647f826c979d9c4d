import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../packages/server/src/wallet/testing/audit.ts';
import { expectProblem } from '../http/problem.ts';
import { audioOf, postSpeech } from '../http/speech-call.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { Administrator, type Customer } from './administrator.ts';
import { endlessText, firstBytes, holdSpeech } from './held-speech.ts';
import { onBothDatabases } from './on-both-databases.ts';
import { priceOf, startLive } from './speech.ts';

/** The tone engine: 20 ms a character, 16 kHz. */
const BYTES_PER_CHARACTER = 640;
const tone = { reference_id: 'tone-a', format: 'pcm', sample_rate: 16_000 };
const sentence = 'Nobody on the quay said a word, for everyone was counting masts. ';

onBothDatabases('Credit', (newDatabase) => {
  let server: RunningServer;
  let administrator: Administrator;
  beforeAll(async () => {
    const databaseUrl = await newDatabase();
    server = await runServer({ engines: ['tone'], credit: 'enforced', databaseUrl });
    administrator = new Administrator(server);
  });
  afterAll(async () => {
    expect(await audit(server.database)).toEqual([]);
    await server[Symbol.asyncDispose]();
  });

  const say = (customer: Customer, text: string, headers: Record<string, string> = {}, more: object = {}) =>
    postSpeech({ url: server.url, key: customer.key }, { ...tone, text, ...more }, headers);
  const hear = async (...call: Parameters<typeof say>) => audioOf(await say(...call));
  const balanceOf = async ({ id }: Customer) => (await administrator.wallet(id)).balance;
  /** Resolves when nothing is under way. */
  const settled = ({ id }: Customer) =>
    expect.poll(async () => (await administrator.wallet(id)).in_flight, { timeout: 10_000 }).toBe(0);
  /** What is on the books, the oldest first. */
  const booksOf = async ({ id }: Customer) => {
    const rows = await server.accounting.stores.usage.recent(id, { limit: 100 });
    return rows.reverse().map(({ status, text_bytes, price }) => ({
      status: Number(status),
      bytes: Number(text_bytes),
      price,
    }));
  };

  it('for exactly 100 is enough for 100 of 300 that come at once, a third of them repeats', async () => {
    const text = 'Ten bytes.';
    const credit = priceOf(text.repeat(100));
    const customer = await administrator.newCustomer({ credit, concurrency: 1_000 });
    const names = Array.from({ length: 200 }, (_, i) => `name-${i}`);
    const work = [...names, ...names.slice(0, 100)].map(async (name) => {
      const response = await say(customer, text, { 'Idempotency-Key': name });
      return { name, status: response.status, bytes: (await response.arrayBuffer()).byteLength };
    });
    const answers = await Promise.all(work);

    const heard = answers.filter(({ status }) => status === 200);
    expect(heard).toHaveLength(100);
    expect(new Set(heard.map(({ name }) => name)).size).toBe(100);
    expect(Math.min(...heard.map(({ bytes }) => bytes))).toBeGreaterThanOrEqual(10 * BYTES_PER_CHARACTER);
    const others = new Set(answers.map(({ status }) => status).filter((status) => status !== 200));
    expect([...others].sort()).toEqual([402, 409]);
    expect(await administrator.wallet(customer.id)).toMatchObject({
      balance: '0',
      held: '0',
      spent: credit,
      in_flight: 0,
    });
    expect(await administrator.charges(customer.id)).toHaveLength(100);
    expect(await audit(server.database)).toEqual([]);
  });

  it.each([
    ['ASCII', 'One sentence. Another one! A third?'],
    ['more than a byte a character', 'Žluťoučký kůň. 船は静かに港へ帰る。 😀 Ünïcödé…'],
    ['tags and white space', '  [laugh] Well, [whisper] then.\n\n  Good night.  '],
    ['many pieces', sentence.repeat(60)],
  ])('is spent on a text to its end, 15 micro-dollars a byte: %s', async (_name, text) => {
    const customer = await administrator.newCustomer({ credit: '1' });
    await hear(customer, text);
    expect(await administrator.wallet(customer.id)).toMatchObject({ spent: priceOf(text), held: '0' });

    const client = await startLive(server, customer.key);
    for (const piece of text.match(/.{1,7}/gsu) ?? []) client.text(piece);
    client.stop();
    expect(await client.closed()).toBe(1000);
    expect((await administrator.wallet(customer.id)).spent).toBe(priceOf(text, text));
    const price = BigInt(Buffer.byteLength(text)) * 15n;
    const row = { status: 200, bytes: Buffer.byteLength(text), price };
    expect(await booksOf(customer)).toEqual([row, row]);
  });

  it('is on the books under the id that the answer tells', async () => {
    const customer = await administrator.newCustomer({ credit: '1' });
    const response = await say(customer, 'Hello.');
    await audioOf(response);
    const [charge] = await administrator.charges(customer.id);
    expect(charge).toMatchObject({
      reference: response.headers.get('x-request-id'),
      amount: `-${priceOf('Hello.')}`,
    });
  });

  it('that does not suffice is answered with 402 before anything is said, and stays', async () => {
    const customer = await administrator.newCustomer({ credit: priceOf('Hello') });
    await expectProblem(await say(customer, 'Hello.'), 402);
    expect(await booksOf(customer)).toEqual([{ status: 402, bytes: 0, price: 0n }]);
    expect(await administrator.wallet(customer.id)).toMatchObject({
      balance: priceOf('Hello'),
      in_flight: 0,
    });
    await hear(customer, 'Hello');
    expect(await balanceOf(customer)).toBe('0');
  });

  it('that does not suffice ends a live session without a sound', async () => {
    const customer = await administrator.newCustomer({ credit: priceOf('Hello') });
    const client = await startLive(server, customer.key, { text: 'Hello, ' });
    expect(await client.closed()).toBe(3003);
    expect(client.events).toMatchObject([
      { event: 'finish', reason: 'error', message: expect.stringContaining('credit') },
    ]);
    expect(await balanceOf(customer)).toBe(priceOf('Hello'));
  });

  it('that runs out in the middle of a live session pays for what came before, and that is heard', async () => {
    const customer = await administrator.newCustomer({ credit: priceOf(sentence, 'Half') });
    const client = await startLive(server, customer.key);
    client.text(sentence);
    client.text(sentence);
    client.text(sentence);
    expect(await client.closed()).toBe(3003);
    expect(client.events.at(-1)).toMatchObject({ event: 'finish', reason: 'error' });
    expect(client.events.filter(({ event }) => event === 'finish')).toHaveLength(1);
    expect(client.audio.length).toBeGreaterThanOrEqual(sentence.trim().length * BYTES_PER_CHARACTER);
    expect(client.audio.length).toBeLessThan(1.5 * sentence.length * BYTES_PER_CHARACTER);
    expect(await balanceOf(customer)).toBe(priceOf('Half'));
    expect(await booksOf(customer)).toMatchObject([{ status: 200, bytes: sentence.length }]);
  });

  it('is not spent on work that fails', async () => {
    const customer = await administrator.newCustomer({ credit: '1' });
    await expectProblem(await say(customer, 'Hello.', {}, { reference_id: 'nobody' }), 400);
    expect((await say(customer, 'Hello.', {}, { chunk_length: 5 })).status).toBe(422);
    const client = await startLive(server, customer.key, { reference_id: 'nobody', text: 'Hello.' });
    expect(await client.closed()).toBe(1011);
    expect(await administrator.wallet(customer.id)).toMatchObject({ balance: '1', held: '0', in_flight: 0 });
    expect(await booksOf(customer)).toMatchObject([
      { status: 400, price: 0n },
      { status: 422, price: 0n },
    ]);
  });

  it.each([
    [
      'HTTP',
      async (customer: Customer) =>
        (await holdSpeech({ url: server.url, key: customer.key }, { bytes: firstBytes })).letGo,
    ],
    [
      'the live socket',
      async (customer: Customer) => {
        const client = await startLive(server, customer.key, { text: endlessText });
        await expect.poll(() => client.audio.length).toBeGreaterThan(firstBytes);
        client.socket.pause();
        return () => client.socket.terminate();
      },
    ],
  ])(
    'pays for what was rendered when the client leaves, and not for the rest, over %s',
    async (_name, begin) => {
      const customer = await administrator.newCustomer({ credit: '10' });
      const leave = await begin(customer);
      expect(await administrator.wallet(customer.id)).toMatchObject({ in_flight: 1, balance: '10' });
      leave();
      await settled(customer);
      const [row] = await booksOf(customer);
      const spoken = endlessText.slice(0, row?.bytes);
      expect(row).toMatchObject({ status: 499, price: BigInt(spoken.length) * 15n });
      expect(spoken.length).toBeGreaterThan(0);
      expect(spoken.length).toBeLessThan(endlessText.length / 2);
      expect(await administrator.wallet(customer.id)).toMatchObject({ spent: priceOf(spoken), held: '0' });
    },
  );

  it('pays for the package before anything else', async () => {
    const customer = await administrator.newCustomer({ credit: '1' });
    const total = 15 * 'Hello.'.length + 15;
    await administrator.call('PUT', `/accounts/${customer.id}/package`, { type: 'plus', total });
    await hear(customer, 'Hello.');
    const after = await administrator.wallet(customer.id);
    expect(after).toMatchObject({ balance: '1', spent: '0', package: { balance: 15 } });
    await hear(customer, 'Hello.');
    expect(await administrator.wallet(customer.id)).toMatchObject({
      spent: priceOf('Hello'),
      package: { balance: 0 },
    });
  });

  it('is not touched by the free model, however little there is', async () => {
    const customer = await administrator.newCustomer();
    await hear(customer, sentence, { model: 's2.1-pro-free' });
    const client = await startLive(server, customer.key, { text: sentence }, { model: 's2.1-pro-free' });
    client.stop();
    expect(await client.closed()).toBe(1000);
    expect(await administrator.charges(customer.id)).toEqual([]);
    expect(await booksOf(customer)).toMatchObject(
      Array(2).fill({ status: 200, bytes: sentence.length, price: 0n }),
    );
  });

  it('is spent once on a request that is repeated, and on one that failed when it succeeds', async () => {
    const customer = await administrator.newCustomer({ credit: priceOf('Hello.') });
    const named = { 'Idempotency-Key': 'greeting' };
    expect((await say(customer, 'Hello.', named, { chunk_length: 5 })).status).toBe(422);
    await expectProblem(await say(customer, 'Hello, all.', named), 402);
    await hear(customer, 'Hello.', named);
    expect(await balanceOf(customer)).toBe('0');
    await administrator.topUp(customer.id, '1');
    await expectProblem(await say(customer, 'Hello.', named), 409);
    // The name is the account's own.
    const other = await administrator.newCustomer({ credit: '1' });
    await hear(other, 'Hello.', named);
    expect(await balanceOf(customer)).toBe('1');
  });

  it('adds up in the report of usage', async () => {
    const customer = await administrator.newCustomer({ credit: '1' });
    await hear(customer, 'Hello.');
    await hear(customer, 'Good night.', { model: 's2.1-pro-free' });
    await say(customer, 'Hello.', {}, { chunk_length: 5 });
    const client = await startLive(server, customer.key, { text: 'Hello. ' });
    client.stop();
    await client.closed();

    const report = (groups: string) => administrator.usage(`account_id=${customer.id}&group_by=${groups}`);
    const [whole, ...more] = (await report('account,key')).items;
    expect(more).toEqual([]);
    expect(whole).toMatchObject({
      account_id: customer.id,
      key_id: customer.keyId,
      requests: 4,
      failures: 1,
      text_bytes: 'Hello.Good night.Hello. '.length,
      price: priceOf('Hello.', 'Hello. '),
    });
    expect(whole?.audio_seconds).toBeGreaterThan(0.02 * 'Hello.Good night.Hello.'.length);
    const byEndpoint = (await report('endpoint')).items.map(({ endpoint, price }) => [endpoint, price]);
    expect(byEndpoint).toEqual([
      ['/v1/tts', priceOf('Hello.')],
      ['/v1/tts/live', priceOf('Hello. ')],
    ]);
  });
});

describe('Credit, when the engines fail', () => {
  it('is not spent, though some of it was heard', async () => {
    await using server = await runServer({ engines: ['tone'], credit: 'enforced' });
    const administrator = new Administrator(server);
    const customer = await administrator.newCustomer({ credit: '10' });
    const speech = await holdSpeech({ url: server.url, key: customer.key });
    expect((await administrator.wallet(customer.id)).held).not.toBe('0');
    await server.pool.close();
    expect(await speech.isWhole()).toBe(false);
    await expect.poll(async () => (await administrator.wallet(customer.id)).in_flight).toBe(0);
    expect(await administrator.wallet(customer.id)).toMatchObject({ balance: '10', held: '0', spent: '0' });
    expect(await audit(server.database)).toEqual([]);
  });
});

describe('A server that only meters', () => {
  it('holds and charges nothing, and puts the price of everything on the books', async () => {
    await using server = await runServer({ engines: ['tone'] });
    const administrator = new Administrator(server);
    const customer = await administrator.newCustomer();
    const speech = await holdSpeech({ url: server.url, key: customer.key }, { bytes: firstBytes });
    expect((await administrator.wallet(customer.id)).in_flight).toBe(0);
    speech.letGo();
    await audioOf(await postSpeech({ ...server, key: customer.key }, { ...tone, text: 'Hello.' }));
    const client = await startLive(server, customer.key, { text: 'Hello. ' });
    client.stop();
    await client.closed();

    const rows = () => server.accounting.stores.usage.recent(customer.id, { limit: 10 });
    await expect.poll(async () => (await rows()).length).toBe(3);
    for (const { text_bytes, price } of await rows()) {
      expect(text_bytes).toBeGreaterThan(0n);
      expect(price).toBe(15n * text_bytes);
    }
    expect(await administrator.wallet(customer.id)).toMatchObject({ balance: '0', spent: '0' });
    expect(await audit(server.database)).toEqual([]);
  });
});
