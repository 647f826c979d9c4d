import { type CommandNode, flatten, quote } from './command-tree.ts';

/** Clauses of `case "$at $word"`, in bash and zsh, by which a word leads from one command to one below it. */
export function commandClauses(program: CommandNode): string {
  return flatten(program)
    .slice(1)
    .map(({ path }) => `      ${quote(path)}) at=${quote(path)} ;;\n`)
    .join('');
}

/** Clauses of `case "$at $previous"` for options that take a value: what to do with what it can be, if that is known. */
export function valueClauses(program: CommandNode, act: (choices: readonly string[]) => string): string {
  return flatten(program)
    .flatMap(({ path, options }) => {
      const valued = options.filter(({ takesValue }) => takesValue);
      return valued.map(({ names, choices }) => {
        const places = names.map((name) => quote(`${path} ${name}`)).join(' | ');
        return `    ${places}) ${act(choices)} ;;\n`;
      });
    })
    .join('');
}
