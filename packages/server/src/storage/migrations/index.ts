import type { Migration } from 'kysely';
import { accounts } from './0001-accounts.ts';
import { wallets } from './0002-wallets.ts';
import { voices } from './0003-voices.ts';

/** In order. What has been released is never changed; what changes is a new migration. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-accounts': accounts,
  '0002-wallets': wallets,
  '0003-voices': voices,
};
