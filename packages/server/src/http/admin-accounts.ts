import { CreateAccount, parseInput, UpdateAccount, type Account as WireAccount } from '@shoal/wire';
import type { Account } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import { Problem } from '../speaking/problem.ts';
import type { EndpointHandlers } from './mount.ts';
import { pageRange } from './page-range.ts';
import { isoTime } from './wallet.ts';

type Handlers = Pick<EndpointHandlers, 'listAccounts' | 'createAccount' | 'getAccount' | 'updateAccount'>;

/** Administrators and the accounts. */
export function accountEndpoints(accounts: AccountStore, forgetKeys: () => void): Handlers {
  return {
    listAccounts: async ({ query }) => {
      const { total, items } = await accounts.list(pageRange(query));
      return { total, items: items.map(wireAccount) };
    },
    createAccount: async ({ body, reply }) => {
      reply.code(201);
      return wireAccount(await accounts.create(parseInput(CreateAccount, body, 'body')));
    },
    getAccount: async ({ params }) => wireAccount(present(await accounts.find(params.account_id))),
    updateAccount: async ({ params, body }) => {
      const { nickname, avatar, role, concurrency } = parseInput(UpdateAccount, body, 'body');
      const changes = {
        ...(nickname !== undefined && { nickname }),
        ...(avatar !== undefined && { avatar }),
        ...(role !== undefined && { role }),
        ...(concurrency !== undefined && { concurrency }),
      };
      const account = present(await accounts.update(params.account_id, changes));
      // Limits are remembered with the keys.
      forgetKeys();
      return wireAccount(account);
    },
  };
}

/** @throws Problem 404 when there is none */
export function present<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Problem(404, 'There is no such account');
  return found;
}

function wireAccount(account: Account): WireAccount {
  return {
    _id: account.id,
    nickname: account.nickname,
    avatar: account.avatar,
    role: account.role,
    concurrency: account.concurrency,
    created_at: isoTime(account.createdAtMs),
  };
}
