import { type Kysely, type Migration, sql } from 'kysely';

export const wallets: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('wallets')
      .addColumn('account_id', 'text', (column) => column.primaryKey().references('accounts.id'))
      .addColumn('balance', 'bigint', (column) => column.notNull())
      .addColumn('held', 'bigint', (column) => column.notNull())
      .addColumn('in_flight', 'bigint', (column) => column.notNull().check(sql`in_flight >= 0`))
      .addColumn('topped_up', 'bigint', (column) => column.notNull())
      .addColumn('free_granted', 'bigint', (column) => column.notNull())
      .addColumn('spent', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      // Whatever goes wrong in a program, nobody spends what is not there.
      .addCheckConstraint('wallets_cover', sql`held >= 0 and balance >= held`)
      .execute();

    await db.schema
      .createTable('packages')
      .addColumn('account_id', 'text', (column) => column.primaryKey().references('accounts.id'))
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('total', 'bigint', (column) => column.notNull())
      .addColumn('balance', 'bigint', (column) => column.notNull())
      .addColumn('held', 'bigint', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('renews_at', 'bigint', (column) => column.notNull())
      .addColumn('finished_at', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addCheckConstraint('packages_cover', sql`held >= 0 and balance >= held`)
      .execute();

    await db.schema
      .createTable('holds')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('server_id', 'text', (column) => column.notNull())
      .addColumn('credit', 'bigint', (column) => column.notNull())
      .addColumn('package', 'bigint', (column) => column.notNull())
      .addColumn('idempotency_key', 'text', (column) => column.unique())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('holds_by_server').on('holds').column('server_id').execute();

    await db.schema
      .createTable('ledger_entries')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('pocket', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('amount', 'bigint', (column) => column.notNull())
      .addColumn('reference', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('ledger_entries_once', ['account_id', 'pocket', 'kind', 'reference'])
      .execute();
    await db.schema
      .createIndex('ledger_entries_by_account')
      .on('ledger_entries')
      .columns(['account_id', 'id'])
      .execute();

    await db.schema
      .createTable('usage')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('key_id', 'text')
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('voice', 'text')
      .addColumn('text_bytes', 'bigint', (column) => column.notNull())
      .addColumn('audio_ms', 'bigint', (column) => column.notNull())
      .addColumn('first_audio_ms', 'double precision')
      .addColumn('status', 'bigint', (column) => column.notNull())
      .addColumn('price', 'bigint', (column) => column.notNull())
      .addColumn('idempotency_key', 'text', (column) => column.unique())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('usage_by_account')
      .on('usage')
      .columns(['account_id', 'created_at'])
      .execute();
    await db.schema.createIndex('usage_by_time').on('usage').column('created_at').execute();
  },
};
