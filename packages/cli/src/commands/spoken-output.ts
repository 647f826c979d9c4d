import { access } from 'node:fs/promises';
import { extname } from 'node:path';
import { CommandFailure, exitCodes } from '../failure.ts';
import { findProgram } from '../find-program.ts';
import { printJson, tell, write } from '../terminal/output.ts';
import { StatusLine } from '../terminal/status-line.ts';

export const formats = ['mp3', 'wav', 'opus', 'pcm'] as const;
export type Format = (typeof formats)[number];

/** Hz; what servers make unless they are asked for something else. */
const usualPcmRate = 44_100;

/** Where speech goes. */
export type Destination = { format: Format } & (
  | { kind: 'output' }
  | { kind: 'file'; path: string }
  | { kind: 'player'; sampleRate: number | undefined; path: string | undefined }
);

export interface DestinationOptions {
  output?: string;
  play?: boolean;
  format?: Format;
  sampleRate?: number;
}

/** Where speech goes when that was said, and where it is of use when not. */
export async function chooseDestination(options: DestinationOptions): Promise<Destination> {
  const { output, play } = options;
  const path = output === '-' ? undefined : output;
  const format = options.format ?? formatOf(path) ?? 'mp3';
  if (output === '-' || (!output && !play && !process.stdout.isTTY)) return { kind: 'output', format };
  if (play || (!output && (await canPlay()))) {
    const sampleRate = format === 'pcm' ? (options.sampleRate ?? usualPcmRate) : undefined;
    return { kind: 'player', sampleRate, path, format };
  }
  return { kind: 'file', path: path ?? (await freeName(format)), format };
}

const extensions: Readonly<Record<string, Format>> = {
  '.mp3': 'mp3',
  '.wav': 'wav',
  '.opus': 'opus',
  '.ogg': 'opus',
  '.pcm': 'pcm',
  '.raw': 'pcm',
};

function formatOf(path = ''): Format | undefined {
  return extensions[extname(path).toLowerCase()];
}

async function canPlay(): Promise<boolean> {
  if (process.env.SHOAL_PLAYER) return true;
  return (await findProgram('ffplay')) !== undefined || (await findProgram('mpv')) !== undefined;
}

/** `speech.mp3`, or the first of `speech-2.mp3`, … that is not there yet. */
async function freeName(format: Format): Promise<string> {
  for (let number = 1; ; number++) {
    const name = `speech${number > 1 ? `-${number}` : ''}.${format}`;
    const isThere = await access(name).then(
      () => true,
      () => false,
    );
    if (!isThere) return name;
  }
}

/** Asks for speech. */
type Speak = () => AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;

/**
 * Brings speech where it belongs, as it comes, and tells how it went.
 *
 * @param speak what it takes counts as time to the first audio
 */
export async function deliver(
  speak: Speak,
  destination: Destination,
  { json, signal }: { json?: boolean | undefined; signal: AbortSignal },
): Promise<void> {
  const measured = new MeasuredSpeech(speak);
  if (destination.kind === 'output') {
    for await (const chunk of measured) await write(chunk, signal);
    return;
  }
  const { path } = destination;
  const status = new StatusLine('Waiting for speech');
  measured.onChunk = () => {
    status.text = `Speaking, ${kilobytes(measured.bytes)}`;
  };
  try {
    const { play, save, stream } = await import('@shoal/sdk');
    if (destination.kind === 'file') {
      await save(measured, destination.path);
    } else {
      const { sampleRate } = destination;
      if (path === undefined) await play(measured, { sampleRate, signal });
      else await save(await stream(measured, { sampleRate, signal }), path);
    }
  } finally {
    status.done();
  }
  const { bytes, firstAudioMs } = measured;
  if (json) await printJson({ output: path ?? null, format: destination.format, bytes, firstAudioMs });
  else if (path !== undefined) tell(`${path}: ${kilobytes(bytes)}`);
}

/** Asks for speech when it is read, passes it on, and knows how much of it there was. */
class MeasuredSpeech implements AsyncIterable<Uint8Array> {
  readonly #speak: Speak;
  bytes = 0;
  /** Null until there is any. */
  firstAudioMs: number | null = null;
  onChunk: () => void = () => {};

  constructor(speak: Speak) {
    this.#speak = speak;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const startMs = performance.now();
    for await (const chunk of await this.#speak()) {
      this.firstAudioMs ??= Math.round((performance.now() - startMs) * 10) / 10;
      this.bytes += chunk.length;
      this.onChunk();
      yield chunk;
    }
    if (this.bytes === 0) throw new CommandFailure('There is nothing to say', exitCodes.usage);
  }
}

const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
