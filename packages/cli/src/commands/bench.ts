import type { FishAudio } from '@shoal/sdk';
import type { Command } from 'commander';
import { openClient } from '../client.ts';
import type { Context } from '../context.ts';
import { findServer } from '../server-address.ts';
import { printJson, tell } from '../terminal/output.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { printFields } from '../terminal/table.ts';
import { count } from './arguments.ts';

/** Bytes of pcm for a second: its length is that of the speech, whatever the server. */
const sampleRate = 44_100;
const bytesPerSecond = 2 * sampleRate;

interface BenchOptions {
  requests: number;
  concurrency: number;
  text: string;
  voice?: string;
  model?: string;
  live?: boolean;
  json?: boolean;
}

export function addBench(program: Command, context: Context): void {
  program
    .command('bench')
    .description('measure a server: time to the first audio, and how much it can do')
    .option('--requests <count>', 'how many, after one that does not count', count, 20)
    .option('--concurrency <count>', 'how many at once', count, 1)
    .option('--text <text>', 'what to say', 'The quick brown fox jumps over the lazy dog.')
    .option('--voice <id>', 'whose voice')
    .option('--model <model>', 'speech model of the server')
    .option('--live', 'over live sockets, with their opening, instead of HTTP')
    .option('--json', 'print JSON')
    .action((options: BenchOptions, command: Command) => bench(options, command, context));
}

async function bench(options: BenchOptions, command: Command, { signal }: Context): Promise<void> {
  const { requests, concurrency, text } = options;
  const { url } = await findServer(command);
  // A request that is made again would count as a slow one.
  const client = await openClient(command, { maxRetries: 0 });
  tell(`${requests + 1} requests of ${Buffer.byteLength(text)} bytes of text to ${url}`);
  const status = new StatusLine('Measuring');
  const turns: Turn[] = [];
  const failures: unknown[] = [];
  let startMs = 0;
  let tookMs = 0;
  try {
    await speakOnce(client, options, signal);
    startMs = performance.now();
    let started = 0;
    const work = async () => {
      while (started++ < requests) {
        await speakOnce(client, options, signal).then(
          (turn) => turns.push(turn),
          (error) => failures.push(error),
        );
        signal.throwIfAborted();
        status.text = `Measuring, ${turns.length + failures.length} of ${requests}`;
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, requests) }, work));
    tookMs = performance.now() - startMs;
  } finally {
    status.done();
  }
  if (turns.length === 0) throw failures[0];
  if (failures.length > 0) process.exitCode = 1;
  const result = summarize(turns, tookMs);
  if (options.json) return printJson({ url, ...options, ...result, failures: failures.length });
  const { firstAudioMs, wholeMs } = result;
  const spread = ({ p50, p95, max }: Spread) => `${p50} ms, 95 % within ${p95} ms, all within ${max} ms`;
  return printFields({
    Server: url,
    Requests: `${requests}, ${concurrency} at once, ${options.live ? 'live sockets' : 'HTTP'}`,
    Failed: failures.length || undefined,
    'First audio': spread(firstAudioMs),
    'All audio': spread(wholeMs),
    Throughput: `${result.requestsPerSecond} requests a second`,
    Speech: `${result.speechSecondsPerSecond} seconds of it a second`,
  });
}

interface Turn {
  firstAudioMs: number;
  wholeMs: number;
  bytes: number;
}

async function speakOnce(client: FishAudio, options: BenchOptions, signal: AbortSignal): Promise<Turn> {
  const { text, voice: referenceId, model, live } = options;
  const how = { referenceId, model, format: 'pcm', config: { sampleRate } } as const;
  const startMs = performance.now();
  const audio = live
    ? client.tts.streamWebsocket([text], how, { signal })
    : await client.tts.stream({ text, ...how }, { signal });
  let firstAudioMs: number | undefined;
  let bytes = 0;
  for await (const chunk of audio) {
    firstAudioMs ??= performance.now() - startMs;
    bytes += chunk.length;
  }
  const wholeMs = performance.now() - startMs;
  return { firstAudioMs: firstAudioMs ?? wholeMs, wholeMs, bytes };
}

interface Spread {
  p50: number;
  p95: number;
  max: number;
}

function summarize(turns: readonly Turn[], tookMs: number) {
  const bytes = turns.reduce((sum, turn) => sum + turn.bytes, 0);
  return {
    firstAudioMs: spreadOf(turns.map((turn) => turn.firstAudioMs)),
    wholeMs: spreadOf(turns.map((turn) => turn.wholeMs)),
    requestsPerSecond: rounded(turns.length / (tookMs / 1_000)),
    speechSecondsPerSecond: rounded(bytes / bytesPerSecond / (tookMs / 1_000)),
  };
}

function spreadOf(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

const rounded = (value: number) => Math.round(value * 100) / 100;
