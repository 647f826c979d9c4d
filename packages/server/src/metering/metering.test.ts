import { defaultModel, ordinaryScopes, recognitionModel } from '@shoal/wire';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAccounting } from '../accounting.ts';
import type { Identity } from '../keys/identity.ts';
import type { Problem } from '../speaking/problem.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { defaultPrices } from '../wallet/prices.ts';
import { CLIENT_LEFT, type CreditMode, type Work } from './metering.ts';

const work: Work = { endpoint: '/v1/tts', model: defaultModel, unit: 'textBytes' };

const listening: Work = { endpoint: '/v1/asr', model: recognitionModel, unit: 'audioSeconds' };

describeOnDatabases('Metering', (newPlace) => {
  let database: Database;
  beforeAll(async () => {
    database = await (await newPlace()).open();
  });

  /** An account with credit in micro-dollars. */
  const open = async (credit: CreditMode, micros = 0n, changes: Partial<Identity> = {}) => {
    const accounting = openAccounting({
      database,
      credit,
      prices: defaultPrices,
      log: pino({ level: 'silent' }),
    });
    const { id } = await accounting.stores.accounts.create({ nickname: 'Ada' });
    if (micros > 0n) await accounting.stores.wallets.topUp(id, { amount: micros, reference: null });
    const identity: Identity = {
      accountId: id,
      keyId: 'key',
      scopes: new Set(ordinaryScopes),
      role: 'member',
      concurrency: null,
      expiresAtMs: null,
      ...changes,
    };
    return {
      begin: (more: Partial<Work> = {}) => accounting.metering.begin(identity, { ...work, ...more }),
      wallet: async () => {
        const wallet = await accounting.stores.wallets.read(id);
        if (!wallet) throw new Error('no wallet');
        return wallet;
      },
      rows: () => accounting.stores.usage.recent(id, { limit: 100 }),
    };
  };
  const refusal = (work: Promise<void> | undefined) =>
    Promise.resolve(work).then(
      () => undefined,
      (problem: Problem) => problem.status,
    );

  describe('that only counts', () => {
    it('asks nobody for leave, and puts the price on the books', async () => {
      const { begin, wallet, rows } = await open('metered');
      const meter = begin();
      expect(meter.cover(1_000)).toBeUndefined();
      meter.voice = 'flite-slt';
      meter.heard();
      await meter.end({ status: 200, textBytes: 1_000, audioSeconds: 1.5 });
      expect(await rows()).toMatchObject([
        { voice: 'flite-slt', text_bytes: 1_000n, audio_ms: 1_500n, price: 15_000n, status: 200n },
      ]);
      expect(await wallet()).toMatchObject({ balance: 0n, spent: 0n, inFlight: 0 });
    });

    it('keeps to the limit that an account was given', async () => {
      const { begin, wallet } = await open('metered', 0n, { concurrency: 1 });
      const first = begin();
      await first.cover(10);
      const second = begin();
      expect(await refusal(second.cover(10))).toBe(429);
      await second.end({ status: 429 });
      expect((await wallet()).inFlight).toBe(1);
      await first.end({ status: 200, textBytes: 10 });
      expect(await refusal(begin().cover(10))).toBeUndefined();
    });
  });

  describe('that charges', () => {
    it('holds the price before the work, and charges what was spoken', async () => {
      const { begin, wallet } = await open('enforced', 1_500n);
      const meter = begin();
      await meter.cover(100);
      expect(await wallet()).toMatchObject({ available: 0n, held: 1_500n, inFlight: 1 });
      await meter.end({ status: CLIENT_LEFT, textBytes: 40 });
      expect(await wallet()).toMatchObject({ balance: 900n, held: 0n, spent: 600n, inFlight: 0 });
    });

    it('holds and charges what is listened to by each second that has begun', async () => {
      const { begin, wallet, rows } = await open('enforced', 1_000n);
      const meter = begin(listening);
      await meter.cover(2.25);
      expect(await wallet()).toMatchObject({ available: 700n, held: 300n, inFlight: 1 });
      await meter.end({ status: 200, audioSeconds: 2.25 });
      expect(await wallet()).toMatchObject({ balance: 700n, spent: 300n, held: 0n, inFlight: 0 });
      expect(await rows()).toMatchObject([
        { endpoint: '/v1/asr', model: 'transcribe-1', text_bytes: 0n, audio_ms: 2_250n, price: 300n },
      ]);
      expect(await refusal(begin(listening).cover(7.1))).toBe(402);
    });

    it('refuses what is not paid for, and keeps nothing', async () => {
      const { begin, wallet, rows } = await open('enforced', 1_499n);
      const meter = begin();
      expect(await refusal(meter.cover(100))).toBe(402);
      await meter.end({ status: 402 });
      expect(await wallet()).toMatchObject({ balance: 1_499n, held: 0n, inFlight: 0 });
      expect(await rows()).toMatchObject([{ status: 402n, price: 0n }]);
    });

    it('charges nothing for what failed', async () => {
      const { begin, wallet, rows } = await open('enforced', 1_500n);
      const meter = begin();
      await meter.cover(100);
      await meter.end({ status: 500, textBytes: 60 });
      expect(await wallet()).toMatchObject({ balance: 1_500n, held: 0n, inFlight: 0 });
      expect(await rows()).toMatchObject([{ status: 500n, price: 0n }]);
    });

    it('raises what it holds as live text comes, and asks only when it has to', async () => {
      const { begin, wallet } = await open('enforced', 100_000_000n);
      const meter = begin({ isLive: true });
      await meter.cover(10);
      // 512 bytes ahead are held where there is plenty.
      expect((await wallet()).held).toBe(522n * 15n);
      expect(meter.cover(522)).toBeUndefined();
      await meter.cover(523);
      expect((await wallet()).held).toBe(1_035n * 15n);
      await meter.end({ status: 200, textBytes: 523 });
      expect(await wallet()).toMatchObject({ spent: 523n * 15n, held: 0n });
    });

    it('refuses more live text when the money is gone, and charges what was said before', async () => {
      const { begin, wallet } = await open('enforced', 300n);
      const meter = begin({ isLive: true });
      await meter.cover(20);
      expect(await refusal(meter.cover(21))).toBe(402);
      await meter.end({ status: CLIENT_LEFT, textBytes: 20 });
      expect(await wallet()).toMatchObject({ balance: 0n, held: 0n });
    });

    it('does nothing twice under one Idempotency-Key, unless the first attempt failed', async () => {
      const { begin, wallet } = await open('enforced', 10_000n);
      const idempotencyKey = 'once';
      const failing = begin({ idempotencyKey });
      await failing.cover(10);
      expect(await refusal(begin({ idempotencyKey }).cover(10))).toBe(409);
      await failing.end({ status: 503 });
      const served = begin({ idempotencyKey });
      await served.cover(10);
      await served.end({ status: 200, textBytes: 10 });
      expect(await refusal(begin({ idempotencyKey }).cover(10))).toBe(409);
      expect((await wallet()).spent).toBe(150n);
    });

    it('lets whoever left before the first sound come again', async () => {
      const { begin } = await open('enforced', 10_000n);
      const idempotencyKey = 'once';
      for (const textBytes of [0, 5]) {
        const meter = begin({ idempotencyKey });
        await meter.cover(10);
        await meter.end({ status: CLIENT_LEFT, textBytes });
      }
      expect(await refusal(begin({ idempotencyKey }).cover(10))).toBe(409);
    });

    it('lets whoever left before the first word of a transcript come again', async () => {
      const { begin, wallet } = await open('enforced', 10_000n);
      const idempotencyKey = 'once';
      for (const audioSeconds of [0, 0.5]) {
        const meter = begin({ ...listening, idempotencyKey });
        await meter.cover(3);
        await meter.end({ status: CLIENT_LEFT, audioSeconds });
      }
      expect((await wallet()).spent).toBe(100n);
      expect(await refusal(begin({ ...listening, idempotencyKey }).cover(3))).toBe(409);
    });

    it('sets a hold free that was on its way when the client left', async () => {
      const { begin, wallet } = await open('enforced', 1_500n);
      const meter = begin();
      const covering = meter.cover(100);
      await meter.end({ status: CLIENT_LEFT });
      await covering;
      expect(await wallet()).toMatchObject({ balance: 1_500n, held: 0n, inFlight: 0 });
    });

    it('lets the free model speak without credit', async () => {
      const { begin, wallet } = await open('enforced');
      const meter = begin({ model: 's2.1-pro-free' });
      await meter.cover(100);
      await meter.end({ status: 200, textBytes: 100 });
      expect(await wallet()).toMatchObject({ balance: 0n, spent: 0n, inFlight: 0 });
    });
  });
});
