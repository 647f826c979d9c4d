import type { Command, Option } from 'commander';

/** A command as far as shells need to know it. */
export interface CommandNode {
  /** From the program's name on: `shoal voices list`. */
  path: string;
  /** Of the command itself: `list`. */
  name: string;
  description: string;
  commands: CommandNode[];
  options: OptionNode[];
  /** Words that its first argument can be; none where anything can. */
  choices: readonly string[];
}

export interface OptionNode {
  /** `-o`, `--output`. */
  names: string[];
  description: string;
  takesValue: boolean;
  /** What the value can be; none where anything can. */
  choices: readonly string[];
}

/** What there is to complete. */
export function commandTree(command: Command, parentPath = ''): CommandNode {
  const path = `${parentPath} ${command.name()}`.trim();
  // The help lists what commander adds by itself, too.
  const help = command.createHelp();
  const commands = help
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help' || parentPath === '');
  return {
    path,
    name: command.name(),
    description: command.description(),
    commands: commands.map((each) => commandTree(each, path)),
    options: help.visibleOptions(command).map(optionNode),
    choices: command.registeredArguments[0]?.argChoices ?? [],
  };
}

function optionNode({ short, long, description, required, optional, argChoices }: Option): OptionNode {
  return {
    names: [short, long].filter((name) => name !== undefined),
    description,
    takesValue: required || optional,
    choices: argChoices ?? [],
  };
}

/** The command and all below it. */
export function flatten(node: CommandNode): CommandNode[] {
  return [node, ...node.commands.flatMap(flatten)];
}

/** Text for a shell, word for word. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
