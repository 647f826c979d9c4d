import { type Command, Option } from 'commander';
import { openAdministration } from '../admin.ts';
import type { Context } from '../context.ts';
import { printJson, printLine, tell } from '../terminal/output.ts';
import { printFields, printTable } from '../terminal/table.ts';
import { count } from './arguments.ts';
import { describeWallet, type Wallet } from './wallet.ts';

interface Account {
  id: string;
  nickname: string;
  role: string;
  concurrency: number | null;
  createdAt: string;
}

interface LedgerEntry {
  kind: string;
  pocket: string;
  amount: string;
  reference: string;
  createdAt: string;
}

interface ListOptions {
  limit: number;
  json?: boolean;
}

const pathOf = (id: string) => `/accounts/${encodeURIComponent(id)}`;

export function addAccounts(program: Command, context: Context): void {
  const accounts = program.command('accounts').description('accounts of a server (for administrators)');
  addList(accounts, context);
  addShow(accounts, context);
  addCreate(accounts, context);
  addUpdate(accounts, context);
  addLedger(accounts, context);
}

function addList(accounts: Command, context: Context): void {
  accounts
    .command('list')
    .description('list the accounts, the newest first')
    .option('--limit <count>', 'at most so many', count, 50)
    .option('--json', 'print JSON')
    .action(async ({ limit, json }: ListOptions, command: Command) => {
      const { admin } = await openAdministration(command, context);
      const items = await admin.list<Account>('/accounts', limit);
      if (json) return printJson(items);
      return printTable(items, [
        { title: 'id', cell: ({ id }) => id },
        { title: 'nickname', cell: ({ nickname }) => nickname, shrinks: true },
        { title: 'role', cell: ({ role }) => role },
        { title: 'at once', cell: ({ concurrency }) => concurrency ?? 'as usual', align: 'right' },
        { title: 'since', cell: ({ createdAt }) => createdAt.slice(0, 10) },
      ]);
    });
}

function addShow(accounts: Command, context: Context): void {
  accounts
    .command('show')
    .description('show an account and what it has to spend')
    .argument('[account]', 'its id; else the owner of the server, or of the API key')
    .option('--json', 'print JSON')
    .action(async (id: string | undefined, { json }: { json?: boolean }, command: Command) => {
      const { admin, ownAccount } = await openAdministration(command, context);
      const path = pathOf(id ?? (await ownAccount()));
      const [account, wallet] = await Promise.all([
        admin.call<Account>('GET', path),
        admin.call<Wallet>('GET', `${path}/wallet`),
      ]);
      if (json) return printJson({ ...account, wallet });
      return printFields({
        Account: account.id,
        Nickname: account.nickname,
        Role: account.role,
        'Requests at once': account.concurrency ?? 'as usual',
        ...describeWallet(wallet),
      });
    });
}

interface AccountOptions {
  nickname?: string;
  role?: string;
  concurrency?: number | 'usual';
  json?: boolean;
}

const roleOption = () =>
  new Option('--role <role>', 'admin: no limit of requests at once').choices(['member', 'admin']);
const concurrencyOption = () =>
  new Option('--concurrency <count>', 'most requests at once; usual: what such accounts have').argParser(
    (text) => (text === 'usual' ? text : count(text)),
  );

function limitsOf({ role, concurrency }: AccountOptions) {
  return { role, concurrency: concurrency === 'usual' ? null : concurrency };
}

function addCreate(accounts: Command, context: Context): void {
  accounts
    .command('create')
    .description('make an account')
    .argument('<nickname>', 'its name for people')
    .addOption(roleOption())
    .addOption(concurrencyOption())
    .option('--json', 'print JSON')
    .action(async (nickname: string, options: AccountOptions, command: Command) => {
      const { admin } = await openAdministration(command, context);
      const account = await admin.call<Account>('POST', '/accounts', {
        nickname,
        ...limitsOf(options),
      });
      if (options.json) return printJson(account);
      if (process.stdout.isTTY) tell(`Next: shoal keys create --account ${account.id}`);
      return printLine(account.id);
    });
}

function addUpdate(accounts: Command, context: Context): void {
  accounts
    .command('update')
    .description('change what is given of an account')
    .argument('<account>', 'its id')
    .option('--nickname <name>', 'its name for people')
    .addOption(roleOption())
    .addOption(concurrencyOption())
    .option('--json', 'print JSON')
    .action(async (id: string, options: AccountOptions, command: Command) => {
      const { admin } = await openAdministration(command, context);
      const changes = { nickname: options.nickname, ...limitsOf(options) };
      const account = await admin.call<Account>('PATCH', pathOf(id), changes);
      if (options.json) return printJson(account);
      tell(`Changed ${account.nickname}.`);
    });
}

function addLedger(accounts: Command, context: Context): void {
  accounts
    .command('ledger')
    .description('list what an account was given and charged, the newest first')
    .argument('[account]', 'its id; else the owner of the server, or of the API key')
    .option('--limit <count>', 'at most so many', count, 50)
    .option('--json', 'print JSON')
    .action(async (id: string | undefined, { limit, json }: ListOptions, command: Command) => {
      const { admin, ownAccount } = await openAdministration(command, context);
      const path = `${pathOf(id ?? (await ownAccount()))}/ledger`;
      const items = await admin.list<LedgerEntry>(path, limit);
      if (json) return printJson(items);
      return printTable(items, [
        { title: 'time', cell: ({ createdAt }) => createdAt.slice(0, 19).replace('T', ' ') },
        { title: 'kind', cell: ({ kind }) => kind },
        { title: 'of', cell: ({ pocket }) => pocket },
        { title: 'dollars', cell: ({ amount }) => amount, align: 'right' },
        { title: 'reference', cell: ({ reference }) => reference, shrinks: true },
      ]);
    });
}
