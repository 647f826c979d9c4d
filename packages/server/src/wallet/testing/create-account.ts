import { createId } from '../../storage/create-id.ts';
import type { Database } from '../../storage/database.ts';

/** Makes an account with an empty wallet, and gives its id. */
export async function createAccount(database: Database): Promise<string> {
  const id = createId();
  const created_at = BigInt(Date.now());
  await database.write(async (tx) => {
    await tx
      .insertInto('accounts')
      .values({ id, nickname: 'Ada', avatar: '', role: 'member', concurrency: null, created_at })
      .execute();
    await tx
      .insertInto('wallets')
      .values({
        account_id: id,
        balance: 0n,
        held: 0n,
        in_flight: 0n,
        topped_up: 0n,
        free_granted: 0n,
        spent: 0n,
        created_at,
        updated_at: created_at,
      })
      .execute();
  });
  return id;
}
