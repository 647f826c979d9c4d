import { formatDollars, noSubscription, type Package } from '@shoal/wire';
import { Problem } from '../speaking/problem.ts';
import type { Wallet } from '../wallet/wallet.ts';
import type { Caller } from './authentication.ts';
import type { EndpointHandlers } from './mount.ts';

export interface WalletReader {
  read(accountId: string): Promise<Wallet | undefined>;
}

/** What clients ask about their own money. */
export function walletEndpoints(wallets: WalletReader): Pick<EndpointHandlers, 'apiCredit' | 'package'> {
  const walletFor = async (caller: Caller, userId: string) => {
    const wallet = await wallets.read(accountFor(caller, userId));
    // Only an administrator comes here with an id that may not exist.
    if (!wallet) throw new Problem(404, 'There is no such account');
    return wallet;
  };
  return {
    apiCredit: async ({ caller, params, query }) => {
      const wallet = await walletFor(caller, params.user_id);
      return {
        _id: wallet.accountId,
        user_id: wallet.accountId,
        credit: formatDollars(wallet.available),
        cumulative_top_up: formatDollars(wallet.toppedUp),
        created_at: isoTime(wallet.createdAtMs),
        updated_at: isoTime(wallet.updatedAtMs),
        has_phone_sha256: false,
        has_free_credit: query.check_free_credit ? wallet.hasFreeCredit : null,
      };
    },
    package: async ({ caller, params }) => {
      const wallet = await walletFor(caller, params.user_id);
      return wirePackage(wallet) ?? emptyPackage(wallet);
    },
  };
}

/** The package as clients know it; null where there is none. */
export function wirePackage({ accountId, package: present }: Wallet): Package | null {
  return (
    present && {
      _id: present.id,
      user_id: accountId,
      type: present.type,
      total: Number(present.total),
      balance: Number(present.balance - present.held),
      created_at: isoTime(present.createdAtMs),
      updated_at: isoTime(present.updatedAtMs),
      finished_at: isoTime(present.finishedAtMs ?? present.renewsAtMs),
      ...noSubscription,
    }
  );
}

/** Clients expect a package of everybody. */
function emptyPackage({ accountId, createdAtMs, updatedAtMs }: Wallet): Package {
  return {
    _id: accountId,
    user_id: accountId,
    type: 'free',
    total: 0,
    balance: 0,
    created_at: isoTime(createdAtMs),
    updated_at: isoTime(updatedAtMs),
    finished_at: isoTime(updatedAtMs),
    ...noSubscription,
  };
}

/** `self`, one's own id, or anybody's for administrators. Whether another's exists is not told. */
function accountFor({ identity, isAdmin }: Caller, userId: string): string {
  if (identity && (userId === 'self' || userId === identity.accountId)) return identity.accountId;
  if (userId === 'self') throw new Problem(404, 'The admin token has no account of its own');
  if (!isAdmin) throw new Problem(403, 'Another account is not yours to see');
  return userId;
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
