import type { Command } from 'commander';
import { openAdministration } from '../admin.ts';
import type { Context } from '../context.ts';
import { printJson, printLine, tell } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';
import { collect, count } from './arguments.ts';
import { confirm } from './confirm.ts';

interface Key {
  id: string;
  name: string;
  scopes: string[];
  hint: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

interface AccountOption {
  account?: string;
  json?: boolean;
}

const accountOption = [
  '--account <id>',
  'of this account; else of the server’s owner, or the API key’s',
] as const;

export function addKeys(program: Command, context: Context): void {
  const keys = program.command('keys').description('API keys (for administrators)');
  addList(keys, context);
  addCreate(keys, context);
  addRevoke(keys, context);
}

function addList(keys: Command, context: Context): void {
  keys
    .command('list')
    .description('list the keys of an account, without the keys themselves')
    .option(...accountOption)
    .option('--limit <count>', 'at most so many', count, 50)
    .option('--json', 'print JSON')
    .action(async (options: AccountOption & { limit: number }, command: Command) => {
      const { admin, ownAccount } = await openAdministration(command, context);
      const account = options.account ?? (await ownAccount());
      const items = await admin.list<Key>(`/accounts/${encodeURIComponent(account)}/keys`, options.limit);
      if (options.json) return printJson(items);
      return printTable(items, [
        { title: 'id', cell: ({ id }) => id },
        { title: 'name', cell: ({ name }) => name, shrinks: true },
        { title: 'ends in', cell: ({ hint }) => hint },
        { title: 'state', cell: stateOf },
        { title: 'last used', cell: ({ lastUsedAt }) => lastUsedAt?.slice(0, 10) ?? 'never' },
        { title: 'scopes', cell: ({ scopes }) => scopes.join(' '), shrinks: true },
      ]);
    });
}

function stateOf({ revokedAt, expiresAt }: Key): string {
  if (revokedAt) return 'revoked';
  if (!expiresAt) return 'valid';
  return Date.parse(expiresAt) < Date.now() ? 'expired' : `until ${expiresAt.slice(0, 10)}`;
}

interface CreateOptions extends AccountOption {
  name?: string;
  scope?: string[];
  expires?: string;
}

function addCreate(keys: Command, context: Context): void {
  keys
    .command('create')
    .description('make a key and print it, this once')
    .option(...accountOption)
    .option('--name <name>', 'a name for people')
    .option('--scope <scope>', 'what it is good for, may be repeated; else all but admin', collect)
    .option('--expires <time>', 'when it stops working, such as 2030-01-31T12:00:00Z')
    .option('--json', 'print JSON')
    .action(async (options: CreateOptions, command: Command) => {
      const { admin, ownAccount } = await openAdministration(command, context);
      const account = options.account ?? (await ownAccount());
      const { name, scope: scopes, expires: expires_at } = options;
      const path = `/accounts/${encodeURIComponent(account)}/keys`;
      const created = await admin.call<Key & { key: string }>('POST', path, { name, scopes, expires_at });
      if (options.json) return printJson(created);
      if (process.stdout.isTTY) tell('The key, shown only this once:');
      return printLine(created.key);
    });
}

function addRevoke(keys: Command, context: Context): void {
  keys
    .command('revoke')
    .description('make a key useless, for ever')
    .argument('<key>', 'its id, not the key itself')
    .option(...accountOption)
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print JSON')
    .action(async (id: string, options: AccountOption & { yes?: boolean }, command: Command) => {
      const { admin, ownAccount } = await openAdministration(command, context);
      const account = options.account ?? (await ownAccount());
      await confirm(`Revoke key ${id}?`, { yes: options.yes, signal: context.signal });
      const path = `/accounts/${encodeURIComponent(account)}/keys/${encodeURIComponent(id)}`;
      const key = await admin.call<Key>('DELETE', path);
      if (options.json) return printJson(key);
      tell(`Revoked ${key.name || key.id}.`);
    });
}
