import { createId } from '../storage/create-id.ts';
import type { Database, Tx } from '../storage/database.ts';
import type { AccountRow } from '../storage/tables.ts';
import type { Account } from './account.ts';
import { advanceIdentityRevision, lockIdentityRevision } from './identity-revision.ts';
import type { Page, PageRange } from './page.ts';

type Settings = Pick<Account, 'nickname' | 'avatar' | 'role' | 'concurrency'>;

/** A member with the usual limits, unless said otherwise. */
export type AccountDraft = Pick<Settings, 'nickname'> & Partial<Settings>;

/** What is left out stays as it is. */
export type AccountChanges = Partial<Settings>;

/** The accounts of an installation. Whatever goes wrong with the database is a StorageError. */
export class AccountStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Makes an account, and a wallet with nothing in it. */
  async create(draft: AccountDraft): Promise<Account> {
    const row = rowOf(draft);
    await this.#database.writeDurably((tx) => insert(tx, row));
    return accountOf(row);
  }

  async find(id: string): Promise<Account | undefined> {
    const row = await this.#database.read((db) =>
      db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    return row && accountOf(row);
  }

  /** The newest first. */
  async list({ limit, offset }: PageRange): Promise<Page<Account>> {
    return this.#database.read(async (db) => {
      const { total } = await db
        .selectFrom('accounts')
        .select((select) => select.fn.countAll<bigint>().as('total'))
        .executeTakeFirstOrThrow();
      // Later ids sort later.
      const page = db.selectFrom('accounts').selectAll().orderBy('id', 'desc').limit(limit).offset(offset);
      return { total: Number(total), items: (await page.execute()).map(accountOf) };
    });
  }

  /** @returns the account as it is then; undefined when it is unknown */
  async update(id: string, changes: AccountChanges): Promise<Account | undefined> {
    const { nickname, avatar, role, concurrency } = changes;
    const row = await this.#database.writeDurably(async (tx) => {
      const changed = await tx
        .updateTable('accounts')
        .set((old) => ({
          nickname: nickname ?? old.ref('nickname'),
          avatar: avatar ?? old.ref('avatar'),
          role: role ?? old.ref('role'),
          concurrency: concurrency === undefined ? old.ref('concurrency') : toInteger(concurrency),
        }))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      // Role and limit are cached with the keys.
      if (changed) await advanceIdentityRevision(tx);
      return changed;
    });
    return row && accountOf(row);
  }

  /** The first administrator. Made when there is none, once, however many servers start at the same time. */
  async ensureOwner(): Promise<Account> {
    const draft = rowOf({ nickname: 'Owner', role: 'admin' });
    const owner = await this.#database.writeDurably(async (tx) => {
      await lockIdentityRevision(this.#database, tx);
      const first = await tx
        .selectFrom('accounts')
        .selectAll()
        .where('role', '=', 'admin')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      if (!first) await insert(tx, draft);
      return first ?? draft;
    });
    return accountOf(owner);
  }
}

/** Does nothing when it has been done: a transaction may be repeated after it has succeeded. */
async function insert(tx: Tx, account: AccountRow): Promise<void> {
  const wallet = {
    account_id: account.id,
    balance: 0n,
    held: 0n,
    in_flight: 0n,
    topped_up: 0n,
    free_granted: 0n,
    spent: 0n,
    created_at: account.created_at,
    updated_at: account.created_at,
  };
  await tx
    .insertInto('accounts')
    .values(account)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await tx
    .insertInto('wallets')
    .values(wallet)
    .onConflict((conflict) => conflict.column('account_id').doNothing())
    .execute();
}

function rowOf({ nickname, avatar = '', role = 'member', concurrency = null }: AccountDraft): AccountRow {
  const nowMs = Date.now();
  return {
    id: createId(nowMs),
    nickname,
    avatar,
    role,
    concurrency: toInteger(concurrency),
    created_at: BigInt(nowMs),
  };
}

function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    nickname: row.nickname,
    avatar: row.avatar,
    role: row.role,
    concurrency: row.concurrency === null ? null : Number(row.concurrency),
    createdAtMs: Number(row.created_at),
  };
}

function toInteger(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}
