import { formatDollars } from '@shoal/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from '../../packages/server/src/wallet/testing/audit.ts';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { Administrator, type Customer } from '../accounts/administrator.ts';
import { expectProblem } from '../http/problem.ts';
import { speak } from '../http/speech-call.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { asEvents, postRecording, transcriptOf } from './asr-call.ts';
import { serverSentEvents } from './server-sent-events.ts';

const MICROS_PER_SECOND = 100;
const patience = { timeout: 20_000 };

describeWithPocketSphinx('Credit for transcripts', () => {
  let server: RunningServer;
  let administrator: Administrator;
  let recording: Uint8Array;
  /** Started seconds of the recording, and their price in dollars. */
  let seconds: number;
  let price: string;
  beforeAll(async () => {
    server = await runServer({ engines: ['flite'], credit: 'enforced' });
    administrator = new Administrator(server);
    const speaker = await administrator.newCustomer({ credit: '10' });
    const request = { text: 'Nobody knows what happened last night.', format: 'wav', sample_rate: 16_000 };
    recording = await speak({ ...server, key: speaker.key }, { ...request, reference_id: 'flite-slt' });
    const { duration } = await transcriptOf(await ask(speaker));
    seconds = Math.ceil(duration);
    price = formatDollars(BigInt(MICROS_PER_SECOND * seconds));
  });
  afterAll(async () => {
    expect(await audit(server.database)).toEqual([]);
    await server[Symbol.asyncDispose]();
  });

  const ask = ({ key }: Customer, headers: Record<string, string> = {}, audio = recording) =>
    postRecording({ url: server.url, key }, { audio }, { headers });
  const rowsOf = async ({ id }: Customer) => {
    const rows = await server.accounting.stores.usage.recent(id, { limit: 10 });
    return rows.reverse().map(({ status, price }) => ({ status: Number(status), micros: Number(price) }));
  };

  it('is spent on the seconds that have begun, and just enough is enough', async () => {
    const customer = await administrator.newCustomer({ credit: price });
    const response = await ask(customer);
    await transcriptOf(response);
    expect(await administrator.wallet(customer.id)).toMatchObject({
      ...{ balance: '0', held: '0', spent: price, in_flight: 0 },
    });
    expect(await administrator.charges(customer.id)).toMatchObject([
      { reference: response.headers.get('x-request-id'), amount: `-${price}` },
    ]);
  });

  it('that does not suffice is answered with 402 before anything is recognized', async () => {
    const tooLittle = formatDollars(BigInt(MICROS_PER_SECOND * seconds - 1));
    const customer = await administrator.newCustomer({ credit: tooLittle });
    await expectProblem(await ask(customer), 402);
    await expectProblem(await ask(customer, asEvents), 402);
    expect(await administrator.wallet(customer.id)).toMatchObject({ balance: tooLittle, in_flight: 0 });
    expect(await rowsOf(customer)).toEqual(Array(2).fill({ status: 402, micros: 0 }));
  });

  it('is not spent on a recording that cannot be used', async () => {
    const customer = await administrator.newCustomer({ credit: '1' });
    await expectProblem(await ask(customer, {}, new TextEncoder().encode('No sound. '.repeat(100))), 400);
    expect(await administrator.wallet(customer.id)).toMatchObject({ balance: '1', held: '0', in_flight: 0 });
    expect(await rowsOf(customer)).toEqual([{ status: 400, micros: 0 }]);
  });

  it('is spent once under one Idempotency-Key', async () => {
    const customer = await administrator.newCustomer({ credit: '1' });
    const named = { 'Idempotency-Key': 'minutes' };
    await expectProblem(await ask(customer, named, recording.slice(0, 40)), 400);
    await transcriptOf(await ask(customer, named));
    await expectProblem(await ask(customer, named), 409);
    expect(await administrator.wallet(customer.id)).toMatchObject({ spent: price, in_flight: 0 });
  });

  it('holds a place among the requests of its account while somebody listens', async () => {
    const customer = await administrator.newCustomer({ credit: '1', concurrency: 1 });
    const listening = serverSentEvents(await ask(customer, asEvents));
    expect((await listening.next()).value).toMatchObject({ event: 'progress' });
    expect(await administrator.wallet(customer.id)).toMatchObject({ held: price, in_flight: 1 });
    const refused = await ask(customer);
    expect(refused.headers.get('retry-after')).toBe('1');
    await expectProblem(refused, 429);
    // Who leaves the loop leaves the server.
    await listening.return(undefined);
    await expect.poll(async () => (await administrator.wallet(customer.id)).in_flight, patience).toBe(0);
    await transcriptOf(await ask(customer));
    expect(await rowsOf(customer)).toMatchObject([{ status: 429 }, { status: 499 }, { status: 200 }]);
  });
});
