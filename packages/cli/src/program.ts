import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addAccount } from './commands/account.ts';
import { addAccounts } from './commands/accounts.ts';
import { addBench } from './commands/bench.ts';
import { addCompletion } from './commands/completion.ts';
import { addDoctor } from './commands/doctor.ts';
import { addKeys } from './commands/keys.ts';
import { addServe } from './commands/serve.ts';
import { addSpeak } from './commands/speak.ts';
import { addTopUp } from './commands/top-up.ts';
import { addTranscribe } from './commands/transcribe.ts';
import { addUsage } from './commands/usage.ts';
import { addVoices } from './commands/voices.ts';
import { addWorker } from './commands/worker.ts';
import type { Context } from './context.ts';
import { oneLine } from './terminal/plain-text.ts';

/** All commands, in the order of the help. What they need is loaded when they run. */
export function createProgram(context: Context): Command {
  const program = new Command('shoal')
    .description('Speech from text and text from speech, by Shoal or any server of the Fish Audio API.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand('help [command]', 'explain a command')
    .option('--base-url <url>', 'the server; else FISH_BASE_URL, else the Shoal that runs here')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`shoal: ${tidy(text)}\n`) })
    .addHelpText('after', closing);
  for (const add of [addSpeak, addTranscribe, addVoices, addAccount, addKeys, addAccounts, addTopUp])
    add(program, context);
  for (const add of [addUsage, addServe, addWorker, addBench, addDoctor, addCompletion])
    add(program, context);
  return program;
}

const closing = `
Environment:
  FISH_API_KEY   the API key
  FISH_BASE_URL  the server, such as https://api.fish.audio

Examples:
  shoal serve
  export FISH_API_KEY=$(shoal keys create)
  shoal speak "Hello there." -o hello.mp3
  my-language-model | shoal speak --live --play
  shoal transcribe talk.mp3 --srt > talk.srt`;

function version(): string {
  const require = createRequire(import.meta.url);
  return (require('../package.json') as { version: string }).version;
}

/** `error: unknown command 'spaek'\n(Did you mean speak?)` in one line of ours. */
function tidy(text: string): string {
  return oneLine(text.replace(/^error: /, '')).replace(/ \((Did you mean .*\?)\)$/, '. $1');
}
