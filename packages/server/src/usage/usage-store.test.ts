import { beforeAll, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import type { UsageRow } from '../storage/tables.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { createAccount } from '../wallet/testing/create-account.ts';
import { WalletStore } from '../wallet/wallet-store.ts';
import { usageRow } from './testing/usage-row.ts';
import { UsageStore } from './usage-store.ts';

const at = (text: string) => Date.parse(`${text}Z`);
const YEAR = { fromMs: at('2026-01-01T00:00'), toMs: at('2027-01-01T00:00') };

describeOnDatabases('Usage', (newPlace) => {
  let store: UsageStore;
  let ada: string;
  let bob: string;
  beforeAll(async () => {
    const database = await (await newPlace()).open();
    store = new UsageStore(database);
    [ada, bob] = [await createAccount(database), await createAccount(database)];
    await write(database, [
      { account_id: ada, created_at: at('2026-03-01T23:59:59.999'), voice: 'flite-slt', key_id: 'k1' },
      { account_id: ada, created_at: at('2026-03-02T00:00'), voice: 'Zoe', status: 499, first_audio_ms: 30 },
      { account_id: ada, created_at: at('2026-03-02T12:00'), status: 503, price: 0, first_audio_ms: null },
      { account_id: bob, created_at: at('2026-03-02T23:59:59.999'), model: 's1', status: 400, price: 0 },
      { account_id: bob, created_at: at('2026-12-31T23:59:59.999'), endpoint: 'asr', first_audio_ms: null },
    ]);
  });

  it('is summed up over all', async () => {
    expect(await store.summarize({ ...YEAR, groupBy: [] })).toEqual([
      {
        requests: 5,
        failures: 2,
        textBytes: 300,
        audioMs: 23_000,
        firstAudioMs: (12.5 + 30 + 12.5) / 3,
        price: 2_700n,
      },
    ]);
  });

  it('is summed up by day in UTC', async () => {
    const days = await store.summarize({ ...YEAR, groupBy: ['day'] });
    expect(days.map(({ day, requests, failures, price }) => [day, requests, failures, price])).toEqual([
      ['2026-03-01', 1, 0, 900n],
      ['2026-03-02', 3, 2, 900n],
      ['2026-12-31', 1, 0, 900n],
    ]);
    expect(days.map(({ firstAudioMs }) => firstAudioMs)).toEqual([12.5, 21.25, null]);
  });

  it('has the members that it is grouped by, and no others', async () => {
    const [first] = await store.summarize({
      ...YEAR,
      groupBy: ['day', 'account', 'key', 'voice', 'model', 'endpoint'],
    });
    expect(first).toEqual({
      day: '2026-03-01',
      accountId: ada,
      keyId: 'k1',
      voice: 'flite-slt',
      model: 's2-pro',
      endpoint: 'tts',
      requests: 1,
      failures: 0,
      textBytes: 60,
      audioMs: 4_600,
      firstAudioMs: 12.5,
      price: 900n,
    });
  });

  it('is in the order of its groups, those without a name last', async () => {
    const byVoice = await store.summarize({ ...YEAR, groupBy: ['voice'] });
    expect(byVoice.map(({ voice, requests }) => [voice, requests])).toEqual([
      ['Zoe', 1],
      ['flite-slt', 1],
      [null, 3],
    ]);
    const byModel = await store.summarize({ ...YEAR, groupBy: ['model', 'day', 'model'] });
    expect(byModel.map(({ model, day }) => [model, day])).toEqual([
      ['s1', '2026-03-02'],
      ['s2-pro', '2026-03-01'],
      ['s2-pro', '2026-03-02'],
      ['s2-pro', '2026-12-31'],
    ]);
  });

  it('is that of a time, its start included and its end not', async () => {
    const [fromMs, toMs] = [at('2026-03-02T00:00'), at('2026-03-02T23:59:59.999')];
    expect(await store.summarize({ fromMs, toMs, groupBy: [] })).toMatchObject([{ requests: 2 }]);
    expect(await store.summarize({ fromMs: 0, toMs: 1, groupBy: [] })).toEqual([]);
    expect(await store.summarize({ fromMs: 0, toMs: 1, groupBy: ['day'] })).toEqual([]);
  });

  it('is that of one account when asked so', async () => {
    const [sum] = await store.summarize({ ...YEAR, groupBy: ['account'], accountId: bob });
    expect(sum).toMatchObject({ accountId: bob, requests: 2, failures: 1 });
  });

  it('is told request by request, the newest first', async () => {
    const rows = await store.recent(undefined, { limit: 3 });
    expect(rows.map((row) => [row.account_id, row.status])).toEqual([
      [bob, 200n],
      [bob, 400n],
      [ada, 503n],
    ]);
    expect(await store.recent(ada, { limit: 10 })).toHaveLength(3);
  });
});

describeOnDatabases('Old usage', (newPlace) => {
  it('is forgotten, however much there is', async () => {
    const database = await (await newPlace()).open();
    const account = await createAccount(database);
    const nowMs = Date.now();
    const rows = (count: number, created_at: number) =>
      write(
        database,
        Array.from({ length: count }, () => ({ account_id: account, created_at })),
      );
    await rows(1_200, nowMs - 60_001);
    await rows(3, nowMs - 60_000);
    const store = new UsageStore(database, () => nowMs);
    expect(await store.purge(60_000)).toBe(1_200);
    expect(await store.recent(account, { limit: 10 })).toHaveLength(3);
    expect(await store.purge(60_000)).toBe(0);
  });
});

type Numbers = 'created_at' | 'status' | 'price';
type Usage = Pick<UsageRow, 'account_id'> &
  Partial<Omit<UsageRow, Numbers>> &
  Partial<Record<Numbers, number>>;

async function write(database: Database, usage: Usage[]): Promise<void> {
  const rows = usage.map(({ created_at = 0, status = 200, price = 900, ...row }) =>
    usageRow({
      id: createId(),
      ...row,
      created_at: BigInt(created_at),
      status: BigInt(status),
      price: BigInt(price),
    }),
  );
  await new WalletStore(database).settle(rows.map((row) => ({ usage: row, hold: false, charge: false })));
}
