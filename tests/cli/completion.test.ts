import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { runShoal } from './shoal.ts';

describe('shoal completion bash', () => {
  let script: string;
  beforeAll(async () => {
    script = (await runShoal(['completion', 'bash'], { cwd: '/' })).stdout;
  });

  /** What bash offers for the last of the words. */
  function offered(...words: string[]): string[] {
    const test = `
      ${script}
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _shoal; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const output = execFileSync('bash', ['--norc', '-uc', test, 'bash', 'shoal', ...words], {
      encoding: 'utf8',
    });
    return output.split('\n').filter(Boolean);
  }

  it('completes commands', () => {
    expect(offered('sp')).toEqual(['speak']);
    expect(offered('')).toEqual(expect.arrayContaining(['speak', 'doctor', 'help', '--version']));
    expect(offered('voices', '')).toEqual(expect.arrayContaining(['list', 'delete']));
    expect(offered('completion', 'z')).toEqual(['zsh']);
  });

  it('completes options of the command, and what they can be', () => {
    expect(offered('speak', 'Hello', '--fo')).toEqual(['--format']);
    expect(offered('voices', 'list', '--s')).toEqual(['--sort']);
    expect(offered('speak', '--format', 'w')).toEqual(['wav']);
  });

  it('leaves files to the shell', () => {
    expect(offered('speak', '-o', '')).toEqual([]);
    expect(script).toContain('complete -o default -F _shoal shoal');
  });
});

describe('shoal completion', () => {
  it.each(['zsh', 'fish'])('knows all commands in %s, too', async (shell) => {
    const { exitCode, stdout } = await runShoal(['completion', shell], { cwd: '/' });
    expect(exitCode).toBe(0);
    for (const name of ['speak', 'voices', 'list', 'doctor', 'format', 'make a voice from recordings'])
      expect(stdout).toContain(name);
  });

  it('tells which shells there are', async () => {
    const run = await runShoal(['completion', 'csh'], { cwd: '/' });
    expect(run).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^shoal: .*bash, zsh, fish.*\n$/),
    });
  });
});
