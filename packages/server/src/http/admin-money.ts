import {
  type AdminWallet,
  formatDollars,
  GrantFreeCredit,
  parseInput,
  SetPackage,
  TopUp,
  type LedgerEntry as WireEntry,
} from '@shoal/wire';
import { Problem } from '../speaking/problem.ts';
import type { LedgerEntryRow } from '../storage/tables.ts';
import type { Wallet } from '../wallet/wallet.ts';
import type { WalletStore } from '../wallet/wallet-store.ts';
import { present } from './admin-accounts.ts';
import type { EndpointHandlers } from './mount.ts';
import { pageRange } from './page-range.ts';
import { isoTime, wirePackage } from './wallet.ts';

type Handlers = Pick<
  EndpointHandlers,
  'getWallet' | 'topUp' | 'grantFreeCredit' | 'setPackage' | 'endPackage' | 'listLedger'
>;

/** Administrators and the money of accounts. */
export function moneyEndpoints(wallets: WalletStore): Handlers {
  const walletOf = async (accountId: string) => wireWallet(present(await wallets.read(accountId)));
  return {
    getWallet: async ({ params }) => walletOf(params.account_id),
    topUp: async ({ params, body, reply }) => {
      const { amount, reference } = parseInput(TopUp, body, 'body');
      present(await wallets.topUp(params.account_id, { amount, reference }));
      reply.code(201);
      return walletOf(params.account_id);
    },
    grantFreeCredit: async ({ params, body, reply }) => {
      const { amount } = parseInput(GrantFreeCredit, body, 'body');
      if (present(await wallets.grantFreeCredit(params.account_id, amount)) === 'repeated') {
        throw new Problem(409, 'The account was given free credit before');
      }
      reply.code(201);
      return walletOf(params.account_id);
    },
    setPackage: async ({ params, body }) => {
      const { type, total, finished_at } = parseInput(SetPackage, body, 'body');
      const finishedAtMs = finished_at?.getTime() ?? null;
      present(await wallets.setPackage(params.account_id, { type, total, finishedAtMs }));
      return walletOf(params.account_id);
    },
    endPackage: async ({ params }) => {
      present(await wallets.endPackage(params.account_id));
      return walletOf(params.account_id);
    },
    listLedger: async ({ params, query }) => {
      present(await wallets.read(params.account_id));
      const { total, items } = await wallets.entries(params.account_id, pageRange(query));
      return { total, items: items.map(wireEntry) };
    },
  };
}

function wireWallet(wallet: Wallet): AdminWallet {
  const ofPackage = wallet.package ? wallet.package.balance - wallet.package.held : 0n;
  return {
    account_id: wallet.accountId,
    balance: formatDollars(wallet.balance),
    held: formatDollars(wallet.held),
    available: formatDollars(wallet.available + ofPackage),
    cumulative_top_up: formatDollars(wallet.toppedUp),
    spent: formatDollars(wallet.spent),
    free_credit: formatDollars(wallet.freeGranted),
    in_flight: wallet.inFlight,
    package: wirePackage(wallet),
  };
}

function wireEntry(entry: LedgerEntryRow): WireEntry {
  return {
    _id: entry.id,
    account_id: entry.account_id,
    pocket: entry.pocket,
    kind: entry.kind,
    amount: formatDollars(entry.amount),
    reference: entry.reference,
    created_at: isoTime(Number(entry.created_at)),
  };
}
