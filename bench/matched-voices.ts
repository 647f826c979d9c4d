/**
 * How much later speech begins in a voice made from recordings than in the built-in voice that it is made of:
 *
 *     npm run bench:matched
 *
 * Needs Linux and a machine that does nothing else. The text is French, which one voice of the engines speaks, so that the
 * matched voice is certainly made of it. Each round asks for one of each kind; an inline recording is a new one each time,
 * and then the same again.
 */
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encode } from '@msgpack/msgpack';
import { withDataDirectory } from './start-up.ts';
import { quantile } from './statistics.ts';
import { startShoal } from './subjects.ts';
import type { Target } from './target.ts';
import { texts } from './texts.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '60' } } });
const PROGRAM = fileURLToPath(new URL('../packages/server/dist/start.js', import.meta.url));
const BASE_VOICE = 'espeak-fr-fr';
const TEXT = 'Le vieil homme racontait une longue histoire à ses petits enfants.';
const WARM_UP_ROUNDS = 5;
const RECORDING_SECONDS = 20;
const RATE = 44_100;
const HEADER_BYTES = 44;

const kinds = ['built-in', 'kept voice', 'inline, first time', 'inline, again'] as const;
type Kind = (typeof kinds)[number];

/** Milliseconds from the request sent to the first byte of the body; reads it all. */
async function firstAudioMs({ url, key }: Target, request: object): Promise<number> {
  const body = encode({ text: TEXT, format: 'mp3', ...request });
  const sentAt = performance.now();
  const response = await fetch(`${url}/v1/tts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/msgpack' },
    body,
  });
  if (!response.ok || !response.body) throw new Error(`speaking answers ${response.status}`);
  let first = Number.NaN;
  for await (const _ of response.body) first = Number.isNaN(first) ? performance.now() - sentAt : first;
  return first;
}

/** Twenty seconds of a voice, as WAV. */
async function record({ url, key }: Target): Promise<Buffer> {
  const response = await fetch(`${url}/v1/tts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      ...{ text: texts.paragraph.repeat(2), reference_id: 'flite-rms', format: 'wav', sample_rate: RATE },
    }),
  });
  const wav = Buffer.from(await response.arrayBuffer());
  return wav.subarray(0, HEADER_BYTES + 2 * RATE * RECORDING_SECONDS);
}

async function keepVoice({ url, key }: Target, recording: Uint8Array): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ type: 'tts', train_mode: 'fast', title: 'Bench' }))
    form.set(name, value);
  form.set('visibility', 'private');
  form.set('voices', new Blob([new Uint8Array(recording)]));
  const headers = { Authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/model`, { method: 'POST', headers, body: form });
  if (response.status !== 201) throw new Error(`the library answers ${response.status}`);
  return ((await response.json()) as { _id: string })._id;
}

/** The same to the ear, but for the server a recording that it does not know. */
function another(recording: Buffer): Buffer {
  const copy = Buffer.from(recording);
  for (let n = 0; n < 8; n++) copy.writeInt16LE(randomInt(-3, 4), HEADER_BYTES + 2 * n);
  return copy;
}

await withDataDirectory(async (dataDirectory) => {
  const shoal = await startShoal({ program: PROGRAM, dataDirectory, hosts: 2 });
  try {
    const { target } = shoal;
    const recording = await record(target);
    const voice = await keepVoice(target, recording);
    const measured = Object.fromEntries(kinds.map((kind) => [kind, []])) as unknown as Record<Kind, number[]>;
    for (let round = 0; round < WARM_UP_ROUNDS + Number(options.rounds); round++) {
      const inline = { references: [{ audio: another(recording), text: '' }] };
      const times: Record<Kind, number> = {
        'built-in': await firstAudioMs(target, { reference_id: BASE_VOICE }),
        'kept voice': await firstAudioMs(target, { reference_id: voice }),
        'inline, first time': await firstAudioMs(target, inline),
        'inline, again': await firstAudioMs(target, inline),
      };
      if (round >= WARM_UP_ROUNDS) for (const kind of kinds) measured[kind].push(times[kind]);
    }
    const base = quantile(measured['built-in'], 0.5);
    for (const kind of kinds) {
      const [median, tail] = [quantile(measured[kind], 0.5), quantile(measured[kind], 0.95)];
      const added = `${(median - base).toFixed(2)} ms more than built-in`;
      console.log(`${kind.padEnd(20)} p50 ${median.toFixed(2)} ms, p95 ${tail.toFixed(2)} ms, ${added}`);
    }
  } finally {
    await shoal.stop();
  }
});
