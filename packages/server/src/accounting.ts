import { AccountStore } from './accounts/account-store.ts';
import { KeyRing } from './keys/key-ring.ts';
import { KeyStore } from './keys/key-store.ts';
import { HoldQueue } from './metering/hold-queue.ts';
import { AccountMetering, type CreditMode } from './metering/metering.ts';
import { SettlementQueue } from './metering/settlement-queue.ts';
import type { Database } from './storage/database.ts';
import type { Log } from './telemetry/log.ts';
import { UsageStore } from './usage/usage-store.ts';
import { countOpenHolds } from './wallet/open-holds.ts';
import { type PriceList, Prices } from './wallet/prices.ts';
import { WalletStore } from './wallet/wallet-store.ts';

/** Time to put the last work on the books when the server stops and the database is away. */
const LAST_SETTLEMENTS_MS = 5_000;

export interface AccountingOptions {
  database: Database;
  credit: CreditMode;
  prices: PriceList;
  log: Log;
}

/** Everything that knows accounts, over one database. */
export function openAccounting({ database, credit, prices, log }: AccountingOptions) {
  const stores = {
    accounts: new AccountStore(database),
    keys: new KeyStore(database),
    wallets: new WalletStore(database),
    usage: new UsageStore(database),
  };
  const settlements = new SettlementQueue((batch) => stores.wallets.settle(batch), log);
  const queue = new HoldQueue((requests) => stores.wallets.holdAll(requests));
  const keyRing = new KeyRing(stores.keys, { isShared: database.isShared, log });
  return {
    stores,
    keyRing,
    /** For those who watch. */
    books: {
      get unsettled() {
        return settlements.length;
      },
      openHolds: () => countOpenHolds(database),
    },
    metering: new AccountMetering({
      credit,
      prices: new Prices(prices),
      holds: {
        hold: (request) => queue.hold(request),
        extend: (request) => stores.wallets.extend(request),
      },
      settlements,
    }),
    /** The database stays open. */
    close: async (): Promise<void> => {
      const lost = await settlements.close(LAST_SETTLEMENTS_MS);
      if (lost > 0) log.error({ lost }, 'usage was lost');
      await keyRing.close();
    },
  };
}
