import { createId } from '../create-id.ts';
import type { AccountRow } from '../tables.ts';

/** Something to write. */
export function accountRow(given: Partial<AccountRow> = {}): AccountRow {
  return {
    id: createId(),
    nickname: 'Ada',
    avatar: '',
    role: 'member',
    concurrency: null,
    created_at: BigInt(Date.now()),
    ...given,
  };
}
