import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { Finding } from '../doctor/finding.ts';
import { exitCodes } from '../failure.ts';
import { findServer } from '../server-address.ts';
import { printJson, write } from '../terminal/output.ts';
import { oneLine } from '../terminal/plain-text.ts';

const marks = { ok: '✓', missing: '–', broken: '✗' };

export function addDoctor(program: Command, { signal }: Context): void {
  program
    .command('doctor')
    .description('tell what is installed here, what is missing, and how to get it')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const server = await findServer(command);
      const { examine } = await import('../doctor/examine.ts');
      const findings = await examine(server, signal);
      const ok = findings.every(({ state }) => state !== 'broken');
      if (!ok) process.exitCode = exitCodes.failed;
      if (json) return printJson({ ok, findings });
      return write(`${findings.map(describe).join('\n')}\n`);
    });
}

function describe({ name, state, detail, remedy }: Finding): string {
  const line = `${marks[state]} ${name.padEnd(14)} ${oneLine(detail)}`;
  return remedy ? `${line}\n${' '.repeat(17)}→ ${oneLine(remedy)}` : line;
}
