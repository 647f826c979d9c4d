import type { Scope } from '@shoal/wire';
import type { Kysely } from 'kysely';
import {
  advanceIdentityRevision,
  lockIdentityRevision,
  readIdentityRevision,
} from '../accounts/identity-revision.ts';
import type { Page, PageRange } from '../accounts/page.ts';
import { createId } from '../storage/create-id.ts';
import type { Database, Tables, Tx } from '../storage/database.ts';
import { integersById } from '../storage/integers-by-id.ts';
import type { ApiKeyRow } from '../storage/tables.ts';
import { createApiKey, hashApiKey } from './api-key.ts';
import type { Identity } from './identity.ts';

/** An API key, without the key itself. */
export interface ApiKey {
  id: string;
  accountId: string;
  /** Name for people; may be empty. */
  name: string;
  /** What it is good for. */
  scopes: Scope[];
  /** Its last characters, to tell keys apart. */
  hint: string;
  createdAtMs: number;
  /** When it stops working; null: never. */
  expiresAtMs: number | null;
  /** To about a minute; null: never. */
  lastUsedAtMs: number | null;
  revokedAtMs: number | null;
}

export interface KeyDraft {
  name?: string;
  scopes: readonly Scope[];
  /** Null: never. */
  expiresAtMs?: number | null;
  /** The key itself; a random one if left out. */
  secret?: string;
}

const HINT_CHARACTERS = 4;
/** Keys whose last use is written by one statement: others wait for it. */
const USES_AT_ONCE = 100;

/** The API keys of an installation, hashed. Whatever goes wrong with the database is a StorageError. */
export class KeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Makes a key.
   *
   * @returns the key and, this once, its secret; undefined when the account is unknown
   * @throws Error when the given secret is a key already
   */
  async create(
    accountId: string,
    { secret = createApiKey(), ...draft }: KeyDraft,
  ): Promise<{ key: ApiKey; secret: string } | undefined> {
    const row = rowOf(accountId, secret, draft);
    const outcome = await this.#database.writeDurably(async (tx) => {
      if (!(await accountExists(tx, accountId))) return undefined;
      return (await insert(tx, row)) ? 'made' : 'known';
    });
    if (outcome === 'known') throw new Error('This key exists already');
    return outcome && { key: keyOf(row), secret };
  }

  /**
   * Adds a key that somebody has chosen, unless it is known. One that was revoked stays so.
   *
   * @returns whether it was added
   */
  async ensure(accountId: string, secret: string, scopes: readonly Scope[]): Promise<boolean> {
    const row = rowOf(accountId, secret, { scopes });
    return this.#database.writeDurably((tx) => insert(tx, row));
  }

  /**
   * Makes the very first key, however many servers start at the same time.
   *
   * @returns its secret, this once; undefined when there has been a key before
   */
  async createFirst(accountId: string, draft: Omit<KeyDraft, 'secret'>): Promise<string | undefined> {
    const secret = createApiKey();
    const row = rowOf(accountId, secret, draft);
    const isFirst = await this.#database.writeDurably(async (tx) => {
      await lockIdentityRevision(this.#database, tx);
      const other = await tx
        .selectFrom('api_keys')
        .select('id')
        .where('id', '!=', row.id)
        .limit(1)
        .executeTakeFirst();
      return other === undefined && (await insert(tx, row));
    });
    return isFirst ? secret : undefined;
  }

  /** The keys of an account, the newest first; revoked ones too. Undefined when the account is unknown. */
  async list(accountId: string, { limit, offset }: PageRange): Promise<Page<ApiKey> | undefined> {
    return this.#database.read(async (db) => {
      if (!(await accountExists(db, accountId))) return undefined;
      const keys = db.selectFrom('api_keys').where('account_id', '=', accountId);
      const { total } = await keys
        .select((select) => select.fn.countAll<bigint>().as('total'))
        .executeTakeFirstOrThrow();
      // Later ids sort later.
      const page = await keys.selectAll().orderBy('id', 'desc').limit(limit).offset(offset).execute();
      return { total: Number(total), items: page.map(keyOf) };
    });
  }

  /**
   * Ends a key; one that has been revoked stays as it is.
   *
   * @returns the key; undefined when the account has no such key
   */
  async revoke(accountId: string, keyId: string): Promise<ApiKey | undefined> {
    const nowMs = BigInt(Date.now());
    const row = await this.#database.writeDurably(async (tx) => {
      const revoked = await tx
        .updateTable('api_keys')
        .set((old) => ({ revoked_at: old.fn.coalesce('revoked_at', old.val(nowMs)) }))
        .where('id', '=', keyId)
        .where('account_id', '=', accountId)
        .returningAll()
        .executeTakeFirst();
      if (revoked) await advanceIdentityRevision(tx);
      return revoked;
    });
    return row && keyOf(row);
  }

  /**
   * Whose key has this hash. Undefined for unknown and revoked keys; one that has expired is found, because time does
   * not change anything in the database.
   */
  async findIdentity(sha256: string): Promise<Identity | undefined> {
    const row = await this.#database.read((db) =>
      db
        .selectFrom('api_keys as key')
        .innerJoin('accounts as account', 'account.id', 'key.account_id')
        .select(['key.id', 'key.account_id', 'key.scopes', 'key.expires_at'])
        .select(['account.role', 'account.concurrency'])
        .where('key.sha256', '=', sha256)
        .where('key.revoked_at', 'is', null)
        .executeTakeFirst(),
    );
    return (
      row && {
        accountId: row.account_id,
        keyId: row.id,
        scopes: new Set(scopesOf(row.scopes)),
        role: row.role,
        concurrency: toNumber(row.concurrency),
        expiresAtMs: toNumber(row.expires_at),
      }
    );
  }

  /** Writes down when keys were last used, in milliseconds since 1970 by key id. What is later already stays. */
  async noteUse(lastUsed: ReadonlyMap<string, number>): Promise<void> {
    const uses = [...lastUsed];
    for (let start = 0; start < uses.length; start += USES_AT_ONCE) {
      const some = uses.slice(start, start + USES_AT_ONCE);
      await this.#database.write((tx) =>
        tx
          .updateTable('api_keys')
          .from(integersById(some))
          .set((use) => ({ last_used_at: use.ref('given.integer') }))
          .whereRef('api_keys.id', '=', 'given.id')
          .where((use) =>
            use.or([use('last_used_at', 'is', null), use('last_used_at', '<', use.ref('given.integer'))]),
          )
          .execute(),
      );
    }
  }

  /** A counter that moves with every change after which an identity that was read may be wrong. */
  revision(): Promise<bigint> {
    return this.#database.read(readIdentityRevision);
  }
}

async function accountExists(db: Kysely<Tables>, id: string): Promise<boolean> {
  const account = await db.selectFrom('accounts').select('id').where('id', '=', id).executeTakeFirst();
  return account !== undefined;
}

/**
 * Adds a key unless its hash is known.
 *
 * @returns whether the row is there, also when an earlier attempt has put it there
 */
async function insert(tx: Tx, row: ApiKeyRow): Promise<boolean> {
  await tx
    .insertInto('api_keys')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const stored = await tx
    .selectFrom('api_keys')
    .select('id')
    .where('sha256', '=', row.sha256)
    .executeTakeFirst();
  return stored?.id === row.id;
}

function rowOf(accountId: string, secret: string, draft: Omit<KeyDraft, 'secret'>): ApiKeyRow {
  const { name = '', scopes, expiresAtMs = null } = draft;
  const nowMs = Date.now();
  return {
    id: createId(nowMs),
    account_id: accountId,
    name,
    sha256: hashApiKey(secret),
    hint: secret.slice(-HINT_CHARACTERS),
    scopes: scopes.join(' '),
    created_at: BigInt(nowMs),
    expires_at: expiresAtMs === null ? null : BigInt(expiresAtMs),
    last_used_at: null,
    revoked_at: null,
  };
}

function keyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    scopes: scopesOf(row.scopes),
    hint: row.hint,
    createdAtMs: Number(row.created_at),
    expiresAtMs: toNumber(row.expires_at),
    lastUsedAtMs: toNumber(row.last_used_at),
    revokedAtMs: toNumber(row.revoked_at),
  };
}

function scopesOf(joined: string): Scope[] {
  return joined === '' ? [] : (joined.split(' ') as Scope[]);
}

function toNumber(integer: bigint | null): number | null {
  return integer === null ? null : Number(integer);
}
