import { commandClauses, valueClauses } from './case-clauses.ts';
import { type CommandNode, flatten, quote } from './command-tree.ts';

/** A script for bash, 3.2 and newer. */
export function bashCompletion(program: CommandNode): string {
  const steps = commandClauses(program);
  const values = valueClauses(program, (choices) => `candidates=${quote(choices.join(' '))}`);
  const words = flatten(program)
    .map(({ path, commands, options, choices }) => {
      const candidates = [
        ...commands.map(({ name }) => name),
        ...choices,
        ...options.flatMap(({ names }) => names),
      ];
      return `        ${quote(path)}) candidates=${quote(candidates.join(' '))} ;;\n`;
    })
    .join('');
  // Where nothing fits, -o default completes files.
  return `_shoal() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} at=${quote(program.path)} candidates='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
${steps}    esac
  done
  case "$at $previous" in
${values}    *)
      case "$at" in
${words}      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$word"))
}
complete -o default -F _shoal shoal
`;
}
