import type { Model, recognitionModel, voiceDesignModel } from '@shoal/wire';
import type { Identity } from '../keys/identity.ts';
import { Problem } from '../speaking/problem.ts';
import { createId } from '../storage/create-id.ts';
import type { HoldAnswer, HoldRequest } from '../wallet/holds.ts';
import type { Prices } from '../wallet/prices.ts';
import { within } from '../within.ts';
import type { SettlementQueue } from './settlement-queue.ts';

/** Somebody who has been served waits no longer than this for it to be on the books; where it costs money, */
const RECORD_TIMEOUT_MS = 1_000;
/** this long. It gets there later in any case. */
const CHARGE_TIMEOUT_MS = 5_000;
const RETRY_AFTER_SECONDS = 1;
/** Text that a live session pays for ahead, so that not every word asks the database. */
const BYTES_AHEAD = 512;

/** The client left before the end (as nginx logs it). */
export const CLIENT_LEFT = 499;

export interface Work {
  /** Of the request, where it is all of one: the books know the work by it. A new one unless given. */
  id?: string;
  endpoint: string;
  model: Model | typeof recognitionModel | typeof voiceDesignModel;
  /** What it is priced by: what is spoken by its text, what is listened to by its length, a design as a whole. */
  unit: 'textBytes' | 'audioSeconds' | 'designs';
  idempotencyKey?: string | undefined;
  /** More text may come. */
  isLive?: boolean;
}

export interface Outcome {
  /** HTTP status, or what it would have been. */
  status: number;
  /** UTF-8 bytes of the text that was spoken. */
  textBytes?: number;
  /** Audio that was made, or that was listened to. */
  audioSeconds?: number;
  /** Requests for voices that were answered: one or none. */
  designs?: number;
}

/** Knows whose work is done, what it costs and whether there is money for it. */
export interface Metering {
  /** @throws Problem 503 while work cannot be recorded */
  begin(identity: Identity, work: Work): Meter;
}

/** One piece of work, from its request to its place on the books. */
export interface Meter {
  /** Voices asked for; null is the default. */
  voice: string | null;
  /**
   * Makes sure that so much may be done. Undefined: it may, at once.
   *
   * @param amount in the unit of the work, all of it: more than was covered before covers what is more
   * @throws Problem 402, 409, 429 or 503, by rejecting
   */
  cover(amount: number): Promise<void> | undefined;
  /** Something is held back that only the end sets free. */
  readonly isHolding: boolean;
  /** The first audio is there. */
  heard(): void;
  /** The work is over: resolves when it is on the books, or when waiting any longer makes no sense. */
  end(outcome: Outcome): Promise<void>;
}

export type CreditMode = 'metered' | 'enforced';

export interface AccountMeteringParts {
  credit: CreditMode;
  prices: Prices;
  holds: {
    hold(request: HoldRequest): Promise<HoldAnswer>;
    extend(request: Omit<HoldRequest, 'limit'>): Promise<HoldAnswer>;
  };
  settlements: SettlementQueue;
}

export class AccountMetering implements Metering {
  readonly #parts: AccountMeteringParts;

  constructor(parts: AccountMeteringParts) {
    this.#parts = parts;
  }

  begin(identity: Identity, work: Work): Meter {
    if (this.#parts.settlements.isFull) {
      throw new Problem(503, 'Usage cannot be recorded at the moment', { retryAfter: RETRY_AFTER_SECONDS });
    }
    return new AccountMeter(identity, work, this.#parts);
  }
}

/** What a hold that is not to be had is answered with. */
const refusals: Readonly<Record<Exclude<HoldAnswer['outcome'], 'held'>, () => Problem>> = {
  insufficient: () => new Problem(402, 'The account has not enough credit for this'),
  busy: () =>
    new Problem(429, 'Too many requests of this account are running', { retryAfter: RETRY_AFTER_SECONDS }),
  repeated: () => new Problem(409, 'A request with this Idempotency-Key was made before'),
};

class AccountMeter implements Meter {
  voice: string | null = null;
  readonly #id: string;
  readonly #identity: Identity;
  readonly #work: Work;
  readonly #parts: AccountMeteringParts;
  readonly #startedAtMs = performance.now();
  readonly #limit: HoldRequest['limit'];
  readonly #idempotencyKey: string | null;
  #firstAudioMs: number | null = null;
  /** What is held; undefined before anything is. */
  #held: bigint | undefined;
  #holding: Promise<HoldAnswer> | undefined;
  #ended: Promise<void> | undefined;

  constructor(identity: Identity, work: Work, parts: AccountMeteringParts) {
    this.#id = work.id ?? createId();
    this.#identity = identity;
    this.#work = work;
    this.#parts = parts;
    const isUnlimited = parts.credit === 'metered' || identity.role === 'admin';
    this.#limit = identity.concurrency ?? (isUnlimited ? null : 'tier');
    this.#idempotencyKey = work.idempotencyKey ?? null;
  }

  get isHolding(): boolean {
    return this.#holding !== undefined;
  }

  cover(amount: number): Promise<void> | undefined {
    const price = this.#price(amount);
    const isFree = this.#limit === null && !this.#idempotencyKey && this.#toPay(price) === 0n;
    if (isFree || (this.#held !== undefined && this.#held >= this.#toPay(price))) return undefined;
    return this.#hold(amount);
  }

  heard(): void {
    this.#firstAudioMs ??= performance.now() - this.#startedAtMs;
  }

  end(outcome: Outcome): Promise<void> {
    this.#ended ??= this.#settle(outcome);
    return this.#ended;
  }

  async #hold(amount: number): Promise<void> {
    const { holds } = this.#parts;
    const ahead = this.#work.isLive ? BYTES_AHEAD : 0;
    const request = {
      id: this.#id,
      accountId: this.#identity.accountId,
      atLeast: this.#toPay(this.#price(amount)),
      upTo: this.#toPay(this.#price(amount + ahead)),
      idempotencyKey: this.#idempotencyKey,
    };
    this.#holding =
      this.#held === undefined ? holds.hold({ ...request, limit: this.#limit }) : holds.extend(request);
    const result = await this.#holding;
    if (result.outcome !== 'held') throw refusals[result.outcome]();
    this.#held = result.amount;
  }

  async #settle({ status, ...done }: Outcome): Promise<void> {
    const { textBytes = 0, audioSeconds = 0 } = done;
    const amount = done[this.#work.unit] ?? 0;
    // The client may leave while the hold is on its way.
    await this.#holding?.catch(() => undefined);
    const isServed = status < 400 || status === CLIENT_LEFT;
    // Who left without having got anything may come again.
    const isDone = status < 400 || (status === CLIENT_LEFT && amount > 0);
    const price = isServed ? this.#price(amount) : 0n;
    const isCharged = this.#parts.credit === 'enforced';
    const { accountId, keyId } = this.#identity;
    const recorded = this.#parts.settlements.add({
      usage: {
        id: this.#id,
        account_id: accountId,
        key_id: keyId,
        endpoint: this.#work.endpoint,
        model: this.#work.model,
        voice: this.voice,
        text_bytes: BigInt(textBytes),
        audio_ms: BigInt(Math.round(audioSeconds * 1000)),
        first_audio_ms: this.#firstAudioMs,
        status: BigInt(status),
        price,
        idempotency_key: isDone ? this.#idempotencyKey : null,
        created_at: BigInt(Date.now()),
      },
      hold: this.isHolding,
      charge: isCharged,
    });
    await within(isCharged ? CHARGE_TIMEOUT_MS : RECORD_TIMEOUT_MS, recorded);
  }

  #price(amount: number): bigint {
    const { unit, model } = this.#work;
    const { prices } = this.#parts;
    switch (unit) {
      case 'textBytes':
        return prices.speech(model, amount);
      case 'audioSeconds':
        return prices.recognition(amount);
      case 'designs':
        return BigInt(amount) * prices.voiceDesign();
    }
  }

  #toPay(price: bigint): bigint {
    return this.#parts.credit === 'enforced' ? price : 0n;
  }
}
