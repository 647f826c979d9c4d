import type { RequestOptions } from './options.ts';
import type { Transport } from './transport.ts';

/** Prepaid credit of an account. */
export interface Credits {
  id: string;
  userId: string;
  /** What can be spent, in dollars as a decimal number. */
  credit: string;
  /** What was ever paid in, in dollars as a decimal number. */
  cumulativeTopUp?: string;
  /** Whether there is free credit; null unless it was asked for. */
  hasFreeCredit?: boolean | null;
  /** RFC 3339. */
  createdAt: string;
  /** RFC 3339. */
  updatedAt: string;
}

/** A prepaid allowance. */
export interface Package {
  id?: string;
  userId: string;
  /** Its name. */
  type: string;
  /** What each month brings. */
  total: number;
  /** What is left of it. */
  balance: number;
  /** RFC 3339. */
  createdAt: string;
  /** RFC 3339. */
  updatedAt: string;
  /** RFC 3339. */
  finishedAt: string | null;
}

/** What to ask about credit. */
export interface CreditsParams {
  /** Asks for `hasFreeCredit`. */
  checkFreeCredit?: boolean | undefined;
}

/**
 * The account that the API key belongs to.
 *
 * @example
 * const { credit } = await client.account.getCredits();
 */
export class Account {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * What there is to spend.
   *
   * @throws APIError, ConnectionError, TimeoutError, or the reason of the signal
   * @example
   * const credits = await client.account.getCredits({ checkFreeCredit: true });
   * console.log(Number(credits.credit), credits.hasFreeCredit);
   */
  getCredits({ checkFreeCredit }: CreditsParams = {}, options?: RequestOptions): Promise<Credits> {
    const query = { check_free_credit: checkFreeCredit };
    return this.#transport.json<Credits>({ method: 'GET', path: '/wallet/self/api-credit', query }, options);
  }

  /**
   * The allowance of this month.
   *
   * @throws NotFoundError where there is none; else as `getCredits`
   * @example
   * const { balance, total } = await client.account.getPackage();
   */
  getPackage(options?: RequestOptions): Promise<Package> {
    return this.#transport.json<Package>({ method: 'GET', path: '/wallet/self/package' }, options);
  }
}
