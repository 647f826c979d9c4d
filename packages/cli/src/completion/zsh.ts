import { commandClauses, valueClauses } from './case-clauses.ts';
import { type CommandNode, flatten, quote } from './command-tree.ts';

/** A script for zsh: to be sourced, or in a file `_shoal` of the `fpath`. */
export function zshCompletion(program: CommandNode): string {
  const steps = commandClauses(program);
  const values = valueClauses(program, (choices) => {
    const complete = choices.length > 0 ? `compadd -- ${choices.map(quote).join(' ')}` : '_files';
    return `${complete}; return`;
  });
  const words = flatten(program)
    .map(({ path, commands, options, choices }) => {
      const described = (names: [string, string][]) =>
        names.map(([name, description]) => quote(`${name}:${description}`)).join(' ');
      const first = described([
        ...commands.map(({ name, description }): [string, string] => [name, description]),
        ...choices.map((choice): [string, string] => [choice, choice]),
      ]);
      const second = described(
        options.flatMap(({ names, description }) =>
          names.map((name): [string, string] => [name, description]),
        ),
      );
      return `    ${quote(path)})\n      commands=(${first})\n      options=(${second})\n      ;;\n`;
    })
    .join('');
  return `#compdef shoal
_shoal() {
  local at=${quote(program.path)} i
  local -a commands options
  for ((i = 2; i < CURRENT; i++)); do
    case "$at \${words[i]}" in
${steps}    esac
  done
  case "$at \${words[CURRENT-1]}" in
${values}  esac
  case "$at" in
${words}  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe option options
  elif (( \${#commands} )); then
    _describe command commands
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _shoal ]]; then
  _shoal "$@"
else
  compdef _shoal shoal
fi
`;
}
