import { procedure } from '../procedure.ts';
import { accountRow } from './account-row.ts';

/** Makes accounts, as many as are named. */
export const addAccounts = procedure(
  import.meta.url,
  'addAccounts',
  async (_site, tx, { ids, nickname = 'Ada' }: { ids: string[]; nickname?: string }) => {
    for (const id of ids) await tx.insertInto('accounts').values(accountRow({ id, nickname })).execute();
    return { added: BigInt(ids.length) };
  },
);

/** Makes an account, and has a change of mind. */
export const addInVain = procedure(import.meta.url, 'addInVain', async (_site, tx, id: string) => {
  await tx.insertInto('accounts').values(accountRow({ id })).execute();
  throw new Error('a change of mind');
});

/** Goes on after a statement that fails. */
export const addStubbornly = procedure(import.meta.url, 'addStubbornly', async (_site, tx, ids: string[]) => {
  const add = (id: string) => tx.insertInto('accounts').values(accountRow({ id })).execute();
  for (const id of ids) await add(id).catch(() => undefined);
});

/** Adds one to the revision that there is. */
export const increment = procedure(import.meta.url, 'increment', async (site, tx) => {
  const { value } = await site.lockRows(tx.selectFrom('revisions').select('value')).executeTakeFirstOrThrow();
  await tx
    .updateTable('revisions')
    .set({ value: value + 1n })
    .execute();
});
