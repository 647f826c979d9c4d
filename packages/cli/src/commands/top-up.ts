import type { Command } from 'commander';
import { openAdministration } from '../admin.ts';
import type { Context } from '../context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { printJson } from '../terminal/output.ts';
import { printFields } from '../terminal/table.ts';
import { describeWallet, type Wallet } from './wallet.ts';

interface TopUpOptions {
  reference?: string;
  gift?: boolean;
  monthly?: string;
  json?: boolean;
}

export function addTopUp(program: Command, context: Context): void {
  program
    .command('top-up')
    .description('give credit to an account (for administrators)')
    .argument('<account>', 'its id')
    .argument('<dollars>', 'how much, such as 10 or 2.50')
    .option('--reference <name>', 'your name for the payment: the same one counts once')
    .option('--gift', 'free credit instead, once for each account')
    .option('--monthly <package>', 'a package of that name instead, so much each month')
    .option('--json', 'print JSON')
    .action(async (id: string, dollars: string, options: TopUpOptions, command: Command) => {
      const { admin } = await openAdministration(command, context);
      const { method, path, body } = orderOf(dollars, options);
      const wallet = await admin.call<Wallet>(method, `/accounts/${encodeURIComponent(id)}/${path}`, body);
      return options.json ? printJson(wallet) : printFields(describeWallet(wallet));
    });
}

/** What to ask the server for. */
function orderOf(amount: string, { reference, gift, monthly }: TopUpOptions) {
  const kinds = [reference, gift, monthly].filter((given) => given !== undefined);
  if (kinds.length > 1)
    throw new CommandFailure('Only one of --reference, --gift and --monthly goes', exitCodes.usage);
  if (monthly !== undefined)
    return { method: 'PUT', path: 'package', body: { type: monthly, total: microsIn(amount) } };
  if (gift) return { method: 'POST', path: 'free-credit', body: { amount } };
  return { method: 'POST', path: 'top-ups', body: { amount, reference } };
}

/** Micro-dollars, exactly. */
function microsIn(dollars: string): number {
  const [, whole = '', fraction = ''] = /^(\d{1,7})(?:\.(\d{1,6}))?$/.exec(dollars) ?? [];
  if (!whole)
    throw new CommandFailure(`${dollars} is no amount of dollars, such as 10 or 2.50`, exitCodes.usage);
  return Number(whole + fraction.padEnd(6, '0'));
}
