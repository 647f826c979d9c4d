import { Argument, type Command } from 'commander';
import type { Context } from '../context.ts';
import { write } from '../terminal/output.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

export function addCompletion(program: Command, _context: Context): void {
  program
    .command('completion')
    .description('print what makes a shell complete commands')
    .addArgument(new Argument('<shell>', 'which').choices(shells))
    .addHelpText(
      'after',
      `
  bash  source <(shoal completion bash)
  zsh   source <(shoal completion zsh)
  fish  shoal completion fish | source`,
    )
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../completion/completion-script.ts');
      return write(completionScript(shell, program));
    });
}
