import type { Command } from 'commander';
import { openClient } from '../client.ts';
import type { Context } from '../context.ts';
import { printJson } from '../terminal/output.ts';
import { printFields } from '../terminal/table.ts';

export function addAccount(program: Command, { signal }: Context): void {
  program
    .command('account')
    .description('show what the account of the API key has to spend')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const client = await openClient(command);
      const [credits, allowance] = await Promise.all([
        client.account.getCredits({ checkFreeCredit: true }, { signal }),
        client.account.getPackage({ signal }).catch((error: { status?: number }) => {
          if (error.status === 404) return undefined;
          throw error;
        }),
      ]);
      if (json) return printJson({ credits, package: allowance ?? null });
      const hasPackage = allowance !== undefined && allowance.total > 0;
      return printFields({
        Account: credits.userId,
        Credit: `$${credits.credit}`,
        'Paid in': credits.cumulativeTopUp && `$${credits.cumulativeTopUp}`,
        Package: hasPackage ? `${allowance.type}: ${allowance.balance} of ${allowance.total} left` : 'none',
      });
    });
}
