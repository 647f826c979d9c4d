import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ASRResponse } from '@shoal/sdk';
import type { Command } from 'commander';
import { openClient } from '../client.ts';
import type { Context } from '../context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { tell, write } from '../terminal/output.ts';
import { plainText } from '../terminal/plain-text.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { subtitles } from './subtitles.ts';

interface TranscribeOptions {
  json?: boolean;
  srt?: boolean;
  vtt?: boolean;
  language?: string;
  output?: string;
}

export function addTranscribe(program: Command, context: Context): void {
  program
    .command('transcribe')
    .description('write down what is said in recordings')
    .argument('<file...>', 'recordings; - is standard input')
    .option('--json', 'print JSON with times, a line for each file')
    .option('--srt', 'print SubRip subtitles')
    .option('--vtt', 'print WebVTT subtitles')
    .option('--language <code>', 'what is probably spoken, such as en')
    .option('-o, --output <path>', 'write there: a file, or for several recordings a folder')
    .action((files: string[], options: TranscribeOptions, command: Command) =>
      transcribe(files, options, command, context),
    );
}

async function transcribe(
  files: string[],
  options: TranscribeOptions,
  command: Command,
  { signal }: Context,
): Promise<void> {
  const form = formOf(options, files.length);
  const client = await openClient(command);
  for (const [i, file] of files.entries()) {
    const audio =
      file === '-' ? await buffer(addAbortSignal(signal, process.stdin)) : await readFile(file, { signal });
    const place = files.length > 1 ? ` (${i + 1} of ${files.length})` : '';
    const status = new StatusLine(`Listening to ${file}${place}`);
    try {
      const { language } = options;
      const result = await client.asr.transcribe({ audio, language }, { signal });
      status.done();
      await deliver(form.format(result, file), file, { ...options, ...form, count: files.length });
    } finally {
      status.done();
    }
  }
}

interface Form {
  extension: string;
  format(result: ASRResponse, file: string): string;
}

const forms: Readonly<Record<'json' | 'srt' | 'vtt' | 'text', Form>> = {
  json: { extension: '.json', format: (result, file) => `${JSON.stringify({ file, ...result })}\n` },
  srt: { extension: '.srt', format: ({ segments }) => subtitles(segments, 'srt') },
  vtt: { extension: '.vtt', format: ({ segments }) => subtitles(segments, 'vtt') },
  text: { extension: '.txt', format: ({ text }) => `${plainText(text)}\n` },
};

function formOf({ json, srt, vtt, output }: TranscribeOptions, files: number): Form {
  const chosen = Object.entries({ json, srt, vtt }).filter(([, isChosen]) => isChosen);
  if (chosen.length > 1)
    throw new CommandFailure('Only one of --json, --srt and --vtt goes', exitCodes.usage);
  if ((srt || vtt) && files > 1 && output === undefined)
    throw new CommandFailure('Subtitles of several files need a folder: -o FOLDER', exitCodes.usage);
  return forms[(chosen[0]?.[0] ?? 'text') as keyof typeof forms];
}

interface Delivery extends TranscribeOptions, Form {
  /** Files in all. */
  count: number;
}

async function deliver(text: string, file: string, { output, count, json, extension }: Delivery) {
  if (output === undefined) {
    const heading = count > 1 && !json ? `==> ${file} <==\n` : '';
    return write(heading + text);
  }
  let path = output;
  if (count > 1) {
    await mkdir(output, { recursive: true });
    path = join(output, basename(file, extname(file)) + extension);
  }
  await writeFile(path, text);
  tell(path);
}
