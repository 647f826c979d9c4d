import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely';

export const voices: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('voices')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('number', 'bigint', (column) => column.notNull().unique())
      .addColumn('account_id', 'text', (column) => column.references('accounts.id'))
      .addColumn('visibility', 'text', (column) =>
        column.notNull().check(sql`visibility in ('public', 'unlist', 'private')`),
      )
      .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('trained', 'failed')`))
      .addColumn('listed', 'bigint', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('description', 'text', (column) => column.notNull())
      .addColumn('tags', 'text', (column) => column.notNull())
      .addColumn('languages', 'text', (column) => column.notNull())
      .addColumn('terms', 'text', (column) => column.notNull())
      .addColumn('default_text', 'text', (column) => column.notNull())
      .addColumn('profile', 'text')
      .addColumn('cover_blob', 'text')
      .addColumn('cover_type', 'text')
      .addColumn('cover_bytes', 'bigint')
      .addColumn('cover_sha256', 'text')
      .addColumn('task_count', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .execute();
    // One index for each kind of list and its order, with all that is needed to count and to turn pages.
    const lists = { voices: ['listed'], voices_of_account: ['account_id', 'listed'] };
    for (const [name, columns] of Object.entries(lists)) {
      await db.schema
        .createIndex(`${name}_by_tasks`)
        .on('voices')
        .columns([...columns, 'task_count', 'number'])
        .execute();
      await db.schema
        .createIndex(`${name}_by_age`)
        .on('voices')
        .columns([...columns, 'number'])
        .execute();
    }

    await db.schema
      .createTable('voice_samples')
      .addColumn('voice_id', 'text', (column) => column.notNull().references('voices.id'))
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('recording', 'generated')`))
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('seconds', 'double precision')
      .addColumn('blob', 'text', (column) => column.notNull())
      .addColumn('media_type', 'text', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('voice_samples_in_order', ['voice_id', 'position'])
      .execute();

    // Its rows are kept in the order of the key, with their voices, as neighbours are read together.
    const [key, table] = isPostgres(db) ? [sql`include (voices)`, sql``] : [sql``, sql`without rowid`];
    await sql`
      create table voice_postings (
        term ${textByBytes(db)} not null,
        block bigint not null,
        voices ${textByBytes(db)} not null,
        primary key (term, block) ${key}
      ) ${table}
    `.execute(db);

    await sql`insert into revisions (name, value) values ('voices', 0)`.execute(db);
  },
};

/** Text that sorts by its bytes, so that words with the same beginning are neighbours. SQLite's does anyhow. */
function textByBytes(db: Kysely<unknown>) {
  return isPostgres(db) ? sql`text collate "C"` : sql`text`;
}

function isPostgres(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
