import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { createId } from '../storage/create-id.ts';
import type { Database } from '../storage/database.ts';
import { describeOnDatabases } from '../storage/testing/describe-on-databases.ts';
import { usageRow } from '../usage/testing/usage-row.ts';
import { audit } from './testing/audit.ts';
import { createAccount } from './testing/create-account.ts';
import { WalletModel } from './testing/wallet-model.ts';
import { WalletStore } from './wallet-store.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-01-01T00:00:00Z');

const amount = fc.bigInt({ min: 1n, max: 100n });
const work = fc.nat({ max: 5 });
const key = fc.option(fc.constantFrom('a', 'b'));
const step = fc.oneof(
  fc.record({ does: fc.constant('topUp' as const), amount, payment: fc.nat({ max: 3 }) }),
  fc.record({ does: fc.constant('grantFreeCredit' as const), amount }),
  fc.record({ does: fc.constant('setPackage' as const), amount, days: fc.option(fc.nat({ max: 90 })) }),
  fc.record({ does: fc.constant('endPackage' as const) }),
  fc.record({ does: fc.constant('wait' as const), days: fc.nat({ max: 50 }) }),
  fc.record({ does: fc.constant('release' as const), days: fc.nat({ max: 50 }) }),
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('hold' as const),
      work,
      amount: fc.bigInt({ min: 0n, max: 60n }),
      limit: fc.option(fc.integer({ min: 1, max: 3 })),
      key,
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('extend' as const), work, amount, key }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('settle' as const),
      works: fc.array(fc.record({ work, price: fc.bigInt({ min: 0n, max: 70n }), key }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

describeOnDatabases('Wallets', (newPlace) => {
  let database: Database;
  beforeAll(async () => {
    database = await (await newPlace()).open();
  });

  it('follow the model, whatever happens to them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const pair = await Pair.create(database);
        for (const next of steps) await pair.take(next);
        expect(await audit(database)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

/** A wallet and its model. */
class Pair {
  readonly #database: Database;
  readonly #account: string;
  readonly #model = new WalletModel();
  readonly #store: WalletStore;
  readonly #works = Array.from({ length: 6 }, () => createId());
  #nowMs = START_MS;

  private constructor(database: Database, account: string) {
    this.#database = database;
    this.#account = account;
    this.#store = new WalletStore(database, () => this.#nowMs);
  }

  static async create(database: Database): Promise<Pair> {
    // Those of earlier wallets would be released with its own.
    await new WalletStore(database).releaseAbandoned({ olderThanMs: -10 * 365 * DAY_MS });
    return new Pair(database, await createAccount(database));
  }

  /** Takes the step on both sides, and compares what they answer and where they are. */
  async take(step: Step): Promise<void> {
    // A whole number of days apart from the others, on a day that every month has.
    if (step.does === 'wait') this.#nowMs += step.days * DAY_MS;
    this.#model.at(this.#nowMs);
    const [real, expected] = await this.#answers(step);
    expect(real, step.does).toEqual(expected);
    await this.#compare();
  }

  async #answers(step: Step): Promise<[real: unknown, expected: unknown]> {
    const [account, store, model] = [this.#account, this.#store, this.#model];
    switch (step.does) {
      case 'topUp': {
        const reference = `payment ${step.payment}`;
        const real = await store.topUp(account, { amount: step.amount, reference });
        return [real, model.topUp(step.amount, reference)];
      }
      case 'grantFreeCredit':
        return [await store.grantFreeCredit(account, step.amount), model.grantFreeCredit(step.amount)];
      case 'setPackage': {
        if (new Date(this.#nowMs).getUTCDate() > 28) return [0, 0];
        const finishedAtMs = step.days === null ? null : this.#nowMs + step.days * DAY_MS;
        model.setPackage(step.amount, finishedAtMs);
        model.at(this.#nowMs);
        return [await store.setPackage(account, { type: 'plus', total: step.amount, finishedAtMs }), 'set'];
      }
      case 'endPackage':
        model.endPackage();
        return [await store.endPackage(account), 'ended'];
      case 'release': {
        const released = await store.releaseAbandoned({ olderThanMs: step.days * DAY_MS });
        return [released, model.release(this.#nowMs - step.days * DAY_MS)];
      }
      case 'hold':
      case 'extend':
        return this.#holdAnswers(step);
      case 'settle':
        return this.#settleAnswers(step);
      case 'wait':
        return [0, 0];
    }
  }

  async #holdAnswers(step: Step & { does: 'hold' | 'extend' }): Promise<[unknown, unknown]> {
    const id = this.#works[step.work] as string;
    const request = { id, accountId: this.#account, atLeast: step.amount, idempotencyKey: step.key };
    if (step.does === 'extend') {
      const { outcome } = await this.#store.extend(request);
      return [outcome, this.#model.extend(id, step.amount, step.key)];
    }
    const { outcome } = await this.#store.hold({ ...request, limit: step.limit });
    return [outcome, this.#model.hold(id, step.amount, step.limit, step.key)];
  }

  async #settleAnswers(step: Step & { does: 'settle' }): Promise<[unknown, unknown]> {
    const usages = step.works.map(({ work, price, key }) =>
      usageRow({
        id: this.#works[work] as string,
        account_id: this.#account,
        price,
        idempotency_key: key,
        created_at: BigInt(this.#nowMs),
      }),
    );
    // In a batch, those of the lower id come first, and of several of one id the last counts.
    const effective = [...new Map(usages.map((usage) => [usage.id, usage])).values()].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
    const before = await this.#pricesOf(effective.map(({ id }) => id));
    await this.#store.settle(usages.map((usage) => ({ usage, hold: true, charge: true })));
    const expected = effective.map(
      ({ id, price, idempotency_key }) => this.#model.settle(id, price, idempotency_key) ?? before.get(id),
    );
    const after = await this.#pricesOf(effective.map(({ id }) => id));
    return [effective.map(({ id }) => after.get(id)), expected];
  }

  async #pricesOf(ids: string[]): Promise<Map<string, bigint>> {
    const rows = await this.#database.read((db) =>
      db.selectFrom('usage').select(['id', 'price']).where('id', 'in', ids).execute(),
    );
    return new Map(rows.map(({ id, price }) => [id, price]));
  }

  async #compare(): Promise<void> {
    const [wallet, model] = [await this.#store.read(this.#account), this.#model];
    model.at(this.#nowMs);
    expect(wallet).toMatchObject({
      available: model.credit,
      toppedUp: model.toppedUp,
      freeGranted: model.freeGranted,
      spent: model.spent,
      inFlight: model.holds.size,
    });
    const present = wallet?.package;
    const finishedAtMs = model.package?.finishedAtMs ?? null;
    const isThere = model.package && (finishedAtMs === null || finishedAtMs > this.#nowMs);
    expect(present ? present.balance - present.held : undefined).toBe(
      isThere ? model.package?.left : undefined,
    );
  }
}
