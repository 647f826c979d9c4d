import { type Command, InvalidArgumentError } from 'commander';
import { openAdministration } from '../admin.ts';
import type { Context } from '../context.ts';
import { printJson } from '../terminal/output.ts';
import { type Column, printTable } from '../terminal/table.ts';

const groupings = ['day', 'account', 'key', 'voice', 'model', 'endpoint'];

interface UsageRow {
  day?: string;
  accountId?: string;
  keyId?: string | null;
  voice?: string | null;
  model?: string;
  endpoint?: string;
  requests: number;
  failures: number;
  textBytes: number;
  audioSeconds: number;
  firstAudioMs: number | null;
  price: string;
}

interface UsageOptions {
  by: string[];
  from?: string;
  to?: string;
  account?: string;
  json?: boolean;
}

export function addUsage(program: Command, context: Context): void {
  program
    .command('usage')
    .description('sum up what was used, and its price (for administrators)')
    .option('--by <groups>', `what to sum up by: ${groupings.join(', ')}; joined by commas`, readGroups, [
      'day',
    ])
    .option('--from <day>', 'start, included, such as 2030-01-31; else 30 days ago')
    .option('--to <day>', 'end, not included; else now')
    .option('--account <id>', 'of this account only')
    .option('--json', 'print JSON')
    .action(async ({ by, from, to, account, json }: UsageOptions, command: Command) => {
      const { admin } = await openAdministration(command, context);
      const query = new URLSearchParams({
        group_by: by.join(','),
        ...(from && { from }),
        ...(to && { to }),
        ...(account && { account_id: account }),
      });
      const report = await admin.call<{ items: UsageRow[] }>('GET', `/usage?${query}`);
      return json ? printJson(report) : printTable(report.items, columnsFor(by));
    });
}

function readGroups(text: string): string[] {
  const groups = text.split(',').map((group) => group.trim());
  const unknown = groups.find((group) => !groupings.includes(group));
  if (unknown === undefined) return groups;
  throw new InvalidArgumentError(`It should be of ${groupings.join(', ')}.`);
}

const groupCells: Record<string, Column<UsageRow>['cell']> = {
  day: ({ day }) => day,
  account: ({ accountId }) => accountId,
  key: ({ keyId }) => keyId ?? 'none',
  voice: ({ voice }) => voice ?? 'none',
  model: ({ model }) => model,
  endpoint: ({ endpoint }) => endpoint,
};

function columnsFor(groups: readonly string[]): Column<UsageRow>[] {
  return [
    ...groups.map((title) => ({ title, cell: groupCells[title] ?? (() => ''), shrinks: title === 'voice' })),
    { title: 'requests', cell: ({ requests }) => requests, align: 'right' },
    { title: 'failed', cell: ({ failures }) => failures, align: 'right' },
    { title: 'text bytes', cell: ({ textBytes }) => textBytes, align: 'right' },
    { title: 'audio s', cell: ({ audioSeconds }) => audioSeconds.toFixed(1), align: 'right' },
    { title: 'first ms', cell: ({ firstAudioMs }) => firstAudioMs?.toFixed(0) ?? '–', align: 'right' },
    { title: 'dollars', cell: ({ price }) => price, align: 'right' },
  ];
}
