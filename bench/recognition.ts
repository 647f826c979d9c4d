/**
 * What it costs to write down ten minutes of speech, and whether speaking suffers meanwhile:
 *
 *     npm run bench:recognition -- --minutes 2
 *
 * Needs Linux, PocketSphinx, and a machine that does nothing else. The server is the built one, with one host and then
 * with two; the recording is what its own voice `flite-rms` says.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { forkJobChild } from './job-child.ts';
import type { LoadJobs } from './load-client.ts';
import { cpuMs, tree } from './process-tree.ts';
import { observeQuietly } from './quiet.ts';
import { withDataDirectory } from './start-up.ts';
import { quantile } from './statistics.ts';
import { type Subject, startShoal } from './subjects.ts';
import type { Target } from './target.ts';
import { texts } from './texts.ts';

const { values: options } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(options.minutes);

const PROGRAM = fileURLToPath(new URL('../packages/server/dist/start.js', import.meta.url));
const VOICE = 'flite-rms';
/** Of that voice, roughly. */
const CHARACTERS_PER_SECOND = 17;
const LIVE_TURNS = 100;

interface Transcription {
  seconds: number;
  duration: number;
  words: number;
  cpuMs: number;
}

/** `budget` is an upper limit. */
function report(measure: string, value: number, unit: string, budget?: number): void {
  const verdict = budget === undefined ? '' : `≤ ${budget} ${value <= budget ? 'PASS' : 'FAIL'}`;
  console.log(`${measure.padEnd(58)}${value.toFixed(2).padStart(9)} ${unit.padEnd(8)}${verdict}`);
}

async function record({ url, key }: Target): Promise<Buffer> {
  const length = minutes * 60 * CHARACTERS_PER_SECOND;
  const text = texts.long.repeat(Math.ceil(length / texts.long.length)).slice(0, length);
  const response = await fetch(`${url}/v1/tts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ text, reference_id: VOICE, format: 'mp3', mp3_bitrate: 64 }),
  });
  if (!response.ok) throw new Error(`speaking answers ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function transcribe({ target, pid }: Subject, recording: Uint8Array): Promise<Transcription> {
  const form = new FormData();
  form.set('audio', new Blob([new Uint8Array(recording)]), 'recording.mp3');
  const [before, start] = [cpuMs(pid), performance.now()];
  const response = await fetch(`${target.url}/v1/asr`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${target.key}` },
    body: form,
  });
  if (!response.ok) throw new Error(`recognition answers ${response.status}: ${await response.text()}`);
  const { text, duration } = (await response.json()) as { text: string; duration: number };
  return {
    seconds: (performance.now() - start) / 1_000,
    duration,
    words: text.split(' ').length,
    cpuMs: cpuMs(pid) - before,
  };
}

/** The most that any child process of the server has had in memory at a time, in MB. */
function largestHostMb({ pid }: Subject): number {
  const peaks = tree(pid)
    .filter((member) => member !== pid)
    .map((member) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${member}/status`, 'utf8'))?.[1]));
  return Math.max(...peaks) / 1024;
}

/** Of a server with so many hosts, once they are all there. */
async function measure(
  hosts: number,
  recording?: Uint8Array,
): Promise<{ recording: Uint8Array; seconds: number }> {
  return withDataDirectory(async (dataDirectory) => {
    const shoal = await startShoal({ program: PROGRAM, dataDirectory, hosts });
    try {
      const heard = recording ?? (await record(shoal.target));
      const { value, foreignCores } = await observeQuietly(() => transcribe(shoal, heard));
      const { seconds, duration, words, cpuMs: cpu } = value;
      console.log(
        `${hosts} hosts: ${(duration / 60).toFixed(1)} min, ${words} words, others ${foreignCores.toFixed(2)} cores`,
      );
      report('time', seconds, 's');
      report('CPU ÷ audio', cpu / 1_000 / duration, '', 0.45);
      report('largest host, peak', largestHostMb(shoal), 'MB', 250);
      if (hosts > 1) await measureBeside(shoal, heard);
      return { recording: heard, seconds };
    } finally {
      await shoal.stop();
    }
  });
}

/** First audio on a live socket while the recording is written down. */
async function measureBeside(shoal: Subject, recording: Uint8Array): Promise<void> {
  const generator = forkJobChild<LoadJobs>(new URL('load-client.ts', import.meta.url));
  try {
    const load = { target: shoal.target, text: texts.short, turns: LIVE_TURNS };
    const alone = await generator.ask('live', load);
    const job = transcribe(shoal, recording);
    const beside = await generator.ask('live', load);
    report('first audio, live socket, alone, p50', quantile(alone.firstAudioMs, 0.5), 'ms');
    report('first audio, live socket, beside it, p50', quantile(beside.firstAudioMs, 0.5), 'ms', 20);
    report('first audio, live socket, beside it, p99', quantile(beside.firstAudioMs, 0.99), 'ms');
    await job;
  } finally {
    await generator.stop();
  }
}

const alone = await measure(1);
const shared = await measure(2, alone.recording);
report('two hosts ÷ one host, time', shared.seconds / alone.seconds, '', 0.6);
