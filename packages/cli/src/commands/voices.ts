import { readFile } from 'node:fs/promises';
import type { ListVoicesParams, Visibility, Voice } from '@shoal/sdk';
import { type Command, Option } from 'commander';
import { openClient } from '../client.ts';
import type { Context } from '../context.ts';
import { printJson, printLine, tell } from '../terminal/output.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { printFields, printTable } from '../terminal/table.ts';
import { collect, count } from './arguments.ts';
import { confirm } from './confirm.ts';

interface JsonOption {
  json?: boolean;
}

export function addVoices(program: Command, context: Context): void {
  const voices = program.command('voices').description('the voice library');
  addList(voices, context);
  addShow(voices, context);
  addCreate(voices, context);
  addUpdate(voices, context);
  addDelete(voices, context);
}

interface ListOptions extends JsonOption {
  limit: number;
  mine?: boolean;
  language?: string[];
  tag?: string[];
  title?: string;
  sort?: ListVoicesParams['sortBy'];
}

const mostOnAPage = 100;

function addList(voices: Command, { signal }: Context): void {
  voices
    .command('list')
    .description('list voices')
    .option('--mine', 'your own only')
    .option('--language <tag>', 'of this language, such as en or fr-FR; may be repeated', collect)
    .option('--tag <tag>', 'with this tag; may be repeated', collect)
    .option('--title <text>', 'with this in the title')
    .addOption(new Option('--sort <by>', 'what comes first').choices(['score', 'task_count', 'created_at']))
    .option('--limit <count>', 'at most so many', count, 50)
    .option('--json', 'print JSON')
    .action(async ({ limit, json, ...options }: ListOptions, command: Command) => {
      const client = await openClient(command);
      const params = {
        pageSize: Math.min(limit, mostOnAPage),
        selfOnly: options.mine,
        language: options.language,
        tags: options.tag,
        title: options.title,
        sortBy: options.sort,
      };
      const items: Voice[] = [];
      for await (const voice of client.voices.list(params, { signal })) {
        items.push(voice);
        if (items.length >= limit) break;
      }
      if (json) return printJson(items);
      return printTable(items, [
        { title: 'id', cell: ({ id }) => id },
        { title: 'title', cell: ({ title }) => title, shrinks: true },
        { title: 'languages', cell: ({ languages }) => languages.join(' '), shrinks: true },
        { title: 'tags', cell: ({ tags }) => tags.join(' '), shrinks: true },
        { title: 'for', cell: ({ visibility }) => visibility },
        { title: 'used', cell: ({ taskCount }) => taskCount, align: 'right' },
      ]);
    });
}

function addShow(voices: Command, { signal }: Context): void {
  voices
    .command('show')
    .description('show a voice')
    .argument('<voice>', 'its id')
    .option('--json', 'print JSON')
    .action(async (id: string, { json }: JsonOption, command: Command) => {
      const client = await openClient(command);
      const voice = await client.voices.get(id, { signal });
      return json ? printJson(voice) : printVoice(voice);
    });
}

function printVoice(voice: Voice): Promise<void> {
  return printFields({
    Voice: voice.id,
    Title: voice.title,
    Description: voice.description || undefined,
    Languages: voice.languages.join(' '),
    Tags: voice.tags.join(' ') || undefined,
    For: voice.visibility,
    State: voice.state,
    Author: voice.author.nickname,
    'Spoke so often': voice.taskCount,
    Made: voice.createdAt,
    Sample: voice.samples[0]?.audio,
  });
}

interface AboutVoice extends JsonOption {
  title?: string;
  description?: string;
  tag?: string[];
  cover?: string;
  visibility?: Visibility;
}

/** What can be told of a voice. */
function addAbout(command: Command): Command {
  return command
    .option('--description <text>', 'what it is like')
    .option('--tag <tag>', 'may be repeated', collect)
    .option('--cover <file>', 'a picture; public voices need one')
    .addOption(new Option('--visibility <who>', 'who may use it').choices(['private', 'unlist', 'public']))
    .option('--json', 'print JSON');
}

async function aboutVoice({ title, description, tag: tags, cover, visibility }: AboutVoice) {
  const coverImage = cover === undefined ? undefined : await readFile(cover);
  return { title, description, tags, coverImage, visibility };
}

interface CreateOptions extends AboutVoice {
  title: string;
  text?: string[];
  enhance: boolean;
}

function addCreate(voices: Command, { signal }: Context): void {
  const command = voices
    .command('create')
    .description('make a voice from recordings, and print its id')
    .argument('<recording...>', '1 to 20 audio files of one person')
    .requiredOption('--title <title>', 'what to call it')
    .option('--text <text>', 'what is said in a recording; repeated, in their order', collect)
    .option('--no-enhance', 'leave the noise in the recordings');
  addAbout(command).action(async (files: string[], options: CreateOptions, command: Command) => {
    const client = await openClient(command);
    const recordings = await Promise.all(files.map((file) => readFile(file)));
    const status = new StatusLine('Making the voice');
    try {
      const voice = await client.voices.create(
        {
          ...(await aboutVoice(options)),
          title: options.title,
          voices: recordings,
          texts: options.text,
          enhanceAudioQuality: options.enhance,
        },
        { signal },
      );
      status.done();
      await (options.json ? printJson(voice) : printLine(voice.id));
    } finally {
      status.done();
    }
  });
}

function addUpdate(voices: Command, { signal }: Context): void {
  const command = voices
    .command('update')
    .description('change what is given of a voice')
    .argument('<voice>', 'its id')
    .option('--title <title>', 'what to call it');
  addAbout(command).action(async (id: string, options: AboutVoice, command: Command) => {
    const client = await openClient(command);
    await client.voices.update(id, await aboutVoice(options), { signal });
    if (options.json) return printJson(await client.voices.get(id, { signal }));
    tell(`Changed ${id}.`);
  });
}

function addDelete(voices: Command, { signal }: Context): void {
  voices
    .command('delete')
    .description('delete a voice, for ever')
    .argument('<voice>', 'its id')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print JSON')
    .action(async (id: string, { yes, json }: JsonOption & { yes?: boolean }, command: Command) => {
      const client = await openClient(command);
      await confirm(`Delete voice ${id}?`, { yes, signal });
      await client.voices.delete(id, { signal });
      if (json) return printJson({ id });
      tell(`Deleted ${id}.`);
    });
}
