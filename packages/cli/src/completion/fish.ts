import { type CommandNode, flatten, type OptionNode } from './command-tree.ts';

/** A script for fish. */
export function fishCompletion(program: CommandNode): string {
  const nodes = flatten(program);
  const steps = nodes
    .slice(1)
    .map(({ path }) => `      case ${quote(path)}\n        set at ${quote(path)}\n`)
    .join('');
  return `function __shoal_at
  set -l at ${quote(program.path)}
  set -l words (commandline -opc)
  for word in $words[2..-1]
    switch "$at $word"
${steps}    end
  end
  test "$at" = "$argv[1]"
end
complete -c shoal -e
${nodes.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ path, commands, options, choices }: CommandNode): string[] {
  const here = `complete -c shoal -n ${quote(`__shoal_at ${quote(path)}`)}`;
  const firstWords = commands.map(
    ({ name, description }) => `${here} -f -a ${quote(name)} -d ${quote(description)}`,
  );
  const words = choices.length > 0 ? [`${here} -f -a ${quote(choices.join(' '))}`] : [];
  return [...firstWords, ...words, ...options.map((option) => `${here} ${optionFlags(option)}`)];
}

function optionFlags({ names, description, takesValue, choices }: OptionNode): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = takesValue ? ['-r'] : [];
  const words = choices.length > 0 ? [`-f -a ${quote(choices.join(' '))}`] : [];
  return [...flags, ...value, ...words, `-d ${quote(description)}`].join(' ');
}

/** Text for fish, word for word: unlike in other shells, a backslash escapes between quotes. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
