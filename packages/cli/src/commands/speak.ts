import { type Command, Option } from 'commander';
import { openClient } from '../client.ts';
import type { Context } from '../context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { collect, number } from './arguments.ts';
import { liveInput, wholeInput } from './spoken-input.ts';
import { chooseDestination, deliver, type Format, formats } from './spoken-output.ts';

interface SpeakOptions {
  output?: string;
  voice?: string[];
  format?: Format;
  speed?: number;
  volume?: number;
  sampleRate?: number;
  latency?: 'low' | 'balanced' | 'normal';
  model?: string;
  play?: boolean;
  live?: boolean;
  json?: boolean;
}

export function addSpeak(program: Command, context: Context): void {
  program
    .command('speak')
    .description('say a text, or what comes on standard input')
    .argument('[text...]', 'what to say; without it, standard input')
    .option('-o, --output <file>', 'save the speech there; - is standard output')
    .option('--play', 'play it')
    .option('--live', 'begin before all of the text is there, such as the answer of a language model')
    .option('--voice <id>', 'a voice; may be repeated, one for each speaker of a dialogue', collect)
    .addOption(
      new Option('--format <format>', 'how to encode it; else as the file is called, else mp3').choices(
        formats,
      ),
    )
    .option('--speed <factor>', '0.5 to 2', number)
    .option('--volume <dB>', '-20 to 20', number)
    .option('--sample-rate <Hz>', 'such as 16000', number)
    .addOption(
      new Option('--latency <mode>', 'how early to start; balanced with --live, else normal').choices([
        'low',
        'balanced',
        'normal',
      ]),
    )
    .option('--model <model>', 'speech model of the server')
    .option('--json', 'print how it went as JSON')
    .addHelpText(
      'after',
      '\nWithout --play and --output, speech goes to standard output if that is no terminal. Otherwise it is\nplayed, or saved as speech.mp3 where no player is installed.',
    )
    .action((words: string[], options: SpeakOptions, command: Command) =>
      speak(words, options, command, context),
    );
}

async function speak(
  words: string[],
  options: SpeakOptions,
  command: Command,
  { signal }: Context,
): Promise<void> {
  const { live, json } = options;
  const destination = await chooseDestination(options);
  if (json && destination.kind === 'output')
    throw new CommandFailure('--json needs --output FILE or --play', exitCodes.usage);
  const how = speechOptions(options, destination.format);
  const client = await openClient(command);
  const given = words.join(' ');
  if (live) {
    const text = given ? [given] : liveInput(signal);
    return deliver(() => client.tts.streamWebsocket(text, how, { signal }), destination, { json, signal });
  }
  const text = given || (await wholeInput(signal));
  if (text.trim() === '') throw new CommandFailure('There is no text to say', exitCodes.usage);
  return deliver(() => client.tts.stream({ text, ...how }, { signal }), destination, { json, signal });
}

function speechOptions(options: SpeakOptions, format: Format) {
  const { voice: voices, volume, sampleRate } = options;
  return {
    referenceId: voices?.length === 1 ? voices[0] : voices,
    format,
    speed: options.speed,
    // `normal` waits for more than a sentence, which is not what live speech is for.
    latency: options.latency ?? (options.live ? 'balanced' : undefined),
    model: options.model,
    config: {
      ...(volume !== undefined && { prosody: { volume } }),
      ...(sampleRate !== undefined && { sampleRate }),
    },
  };
}
