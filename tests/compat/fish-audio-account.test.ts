import { FishAudioClient, FishAudioError, RealtimeEvents } from 'fish-audio';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Administrator, type Customer, type NewCustomer } from '../accounts/administrator.ts';
import { priceOf } from '../accounts/speech.ts';
import { type RunningServer, runServer } from '../running-server.ts';

const TEXT = 'Where is my luggage?';

let server: RunningServer;
let administrator: Administrator;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'], credit: 'enforced' });
  administrator = new Administrator(server);
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** A client of somebody who has an account. */
async function newClient(customer: NewCustomer): Promise<Customer & { client: FishAudioClient }> {
  const made = await administrator.newCustomer(customer);
  return { ...made, client: new FishAudioClient({ apiKey: made.key, baseUrl: server.url }) };
}

/** The statuses with which the account was served, the newest last. */
async function statuses({ id }: Customer): Promise<number[]> {
  const rows = await server.accounting.stores.usage.recent(id, { limit: 10 });
  return rows.map(({ status }) => Number(status)).reverse();
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const piece of stream) bytes += piece.length;
  return bytes;
}

const id = expect.stringMatching(/^[0-9a-f]{32}$/);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

describe('npm fish-audio', () => {
  it('tells the credit, before and after speech', async () => {
    const customer = await newClient({ credit: '10' });
    const before = await customer.client.user.get_api_credit();
    expect(before).toMatchObject({
      ...{ _id: id, user_id: customer.id, credit: '10', has_phone_sha256: false },
      ...{ created_at: time, updated_at: time },
    });
    await readAll(await customer.client.textToSpeech.convert({ text: TEXT }));
    const after = await customer.client.user.get_api_credit();
    expect(10 - Number(after.credit)).toBeCloseTo(Number(priceOf(TEXT)), 9);
  });

  it('tells whether there is free credit, when asked', async () => {
    const customer = await newClient({});
    await administrator.call('POST', `/accounts/${customer.id}/free-credit`, { amount: 1 });
    const asked = { queryParams: { check_free_credit: true } };
    expect((await customer.client.user.get_api_credit()).has_free_credit).toBeNull();
    expect((await customer.client.user.get_api_credit(asked)).has_free_credit).toBe(true);
  });

  it('tells the package, and an empty one where there is none', async () => {
    const customer = await newClient({});
    const shape = { user_id: customer.id, created_at: time, updated_at: time, finished_at: time };
    expect(await customer.client.user.get_package()).toMatchObject({ ...shape, total: 0, balance: 0 });
    await administrator.call('PUT', `/accounts/${customer.id}/package`, { type: 'Team', total: 5_000_000 });
    await readAll(await customer.client.textToSpeech.convert({ text: TEXT }));
    const balance = 5_000_000 - 15 * TEXT.length;
    const present = await customer.client.user.get_package();
    expect(present).toMatchObject({ ...shape, type: 'Team', total: 5_000_000, balance });
  });

  it('throws its error with 402 when credit is out, and does not try again', async () => {
    const customer = await newClient({});
    const error = await customer.client.textToSpeech
      .convert({ text: TEXT })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FishAudioError);
    expect(error).toMatchObject({
      statusCode: 402,
      body: { status: 402, message: expect.stringMatching('credit') },
    });
    expect(await statuses(customer)).toEqual([402]);
  });

  it('reports in real time that credit is out', async () => {
    const { client } = await newClient({});
    const connection = await client.textToSpeech.convertRealtime({ text: '' }, [TEXT]);
    const heard = vi.fn();
    connection.on(RealtimeEvents.AUDIO_CHUNK, heard);
    const error = await new Promise((resolve) => connection.on(RealtimeEvents.ERROR, resolve));
    expect(error).toMatchObject({ message: expect.stringMatching('credit') });
    expect(heard).not.toHaveBeenCalled();
  });

  it('is served when it tries again by itself after too many requests at once', async () => {
    const customer = await newClient({ credit: '10', concurrency: 1 });
    const long = await customer.client.textToSpeech.convert({ text: 'And so on. '.repeat(5_000) });
    const reader = long.getReader();
    await reader.read();
    const second = customer.client.textToSpeech.convert({ text: TEXT });
    // It waits for as long as `Retry-After` says.
    await expect.poll(() => statuses(customer), { interval: 20 }).toEqual([429]);
    await reader.cancel();
    expect(await readAll(await second)).toBeGreaterThan(1_000);
    await expect.poll(() => statuses(customer)).toEqual([429, 499, 200]);
  });
});
