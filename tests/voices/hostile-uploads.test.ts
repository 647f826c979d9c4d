import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem, ValidationIssue, type Voice } from '@shoal/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { speak } from '../http/speech-call.ts';
import { describeWith } from '../installed-programs.ts';
import { ServerProcess } from '../server-process.ts';
import { coverUploads } from './hostile/covers.ts';
import { formUploads } from './hostile/forms.ts';
import { largeUploads } from './hostile/large.ts';
import { messageUploads } from './hostile/messages.ts';
import { bombUploads, recordingUploads } from './hostile/recordings.ts';
import { type HostileUpload, MEBIBYTE } from './hostile/upload.ts';
import { keptFiles } from './kept-files.ts';
import { record } from './recorded-voice.ts';

/** Uploads under way at once. */
const CONCURRENCY = 3;
/** The longest that anybody waits for an answer, with the machine shared by whatever else runs. */
const LONGEST_MS = 15_000;
/** The most memory that the gateway ever has; the hosts, which decode, have limits of their own. */
const MOST_MEMORY_BYTES = 400 * MEBIBYTE;

interface Answer {
  ms: number;
  status: number;
  /** What is wrong with it, if anything. */
  fault: string | undefined;
  /** That was made. */
  voice?: Voice;
}

describeWith(['ffmpeg'], 'A server that gets hundreds of hostile uploads', () => {
  let folder: string;
  let server: ServerProcess;
  let gateway: number | undefined;
  let uploads: HostileUpload[];
  const answers = new Map<string, Answer>();
  const made = () => [...answers.values()].flatMap(({ voice }) => voice ?? []);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shoal-hostile-'));
    const [SHOAL_DATA_DIR, TMPDIR] = [join(folder, 'data'), join(folder, 'tmp')];
    await mkdir(TMPDIR);
    server = await ServerProcess.start({ SHOAL_DATA_DIR, TMPDIR, SHOAL_HOSTS: '2' });
    [gateway] = await server.pids();
    const speech = await record(server, 'flite-slt');
    uploads = spread(
      [
        ...recordingUploads(speech),
        ...coverUploads(speech),
        ...formUploads(speech),
        ...messageUploads(speech),
      ],
      [...largeUploads(), ...bombUploads()],
    );
    const waiting = uploads.entries();
    const work = async () => {
      for (const [number, upload] of waiting)
        answers.set(`${number}: ${upload.name}`, await send(server, upload));
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  }, 240_000);
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers each as it should', () => {
    const faults = [...answers].flatMap(([name, { fault }]) => (fault ? [`${name}: ${fault}`] : []));
    expect(faults).toEqual([]);
    expect(answers.size).toBeGreaterThanOrEqual(300);
    const taken = [...answers.values()].filter(({ status }) => status < 400);
    expect(taken.length).toBeGreaterThan(10);
    expect(taken.length).toBeLessThan(answers.size / 3);
  });

  it('lets nobody wait', () => {
    const [slowest] = [...answers].sort(([, a], [, b]) => b.ms - a.ms);
    const [name, { ms }] = slowest ?? ['', { ms: Number.NaN }];
    expect(ms, name).toBeLessThan(LONGEST_MS);
  });

  it('takes no more memory than there is', async () => {
    const status = await readFile(`/proc/${gateway}/status`, 'utf8');
    const peakBytes = 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]);
    expect(peakBytes).toBeLessThan(MOST_MEMORY_BYTES);
  });

  it('keeps the files of the voices that it has made, under names of its own, and nothing else', async () => {
    const kept = await keptFiles(join(folder, 'data'));
    expect(kept.map(voiceOf).sort()).toEqual(
      made()
        .map(({ _id }) => _id)
        .sort(),
    );
    for (const path of kept) expect(path).toMatch(/\/blobs\/voices\/[0-9a-f]{32}\/[0-9a-f]{32}$/);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('is the same afterwards, and speaks', async () => {
    expect((await server.pids())[0]).toBe(gateway);
    const audio = await speak(server, { text: 'Hello.' });
    expect(audio.length).toBeGreaterThan(1_000);
  });
});

/** The later ones among the first, evenly: they take most, and are not to meet. */
function spread<Item>(items: Item[], few: Item[]): Item[] {
  const step = Math.ceil(items.length / few.length);
  return items.flatMap((item, index) => {
    const one = index % step === 0 ? few[index / step] : undefined;
    return one === undefined ? [item] : [one, item];
  });
}

async function send({ url, key }: ServerProcess, upload: HostileUpload): Promise<Answer> {
  const startedAtMs = performance.now();
  const response = await fetch(`${url}${upload.path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, ...upload.headers },
    body: upload.body,
    duplex: 'half',
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const ms = performance.now() - startedAtMs;
  const { status } = response;
  const fault = faultOf(upload, status, bytes);
  return { ms, status, fault, ...(status === 201 && { voice: JSON.parse(String(bytes)) }) };
}

const Refusal = z.union([
  Problem.strict().refine(({ status }) => [400, 413, 415].includes(status)),
  z.array(ValidationIssue.strict()).min(1),
]);

function faultOf(
  { path, outcome, status: expected }: HostileUpload,
  status: number,
  body: Buffer,
): string | undefined {
  const isTaken = path === '/model' ? status === 201 : status === 200 && body.length > 0;
  if (isTaken) return outcome === 'refused' ? `it was taken: ${body.toString('utf8', 0, 500)}` : undefined;
  const told = Refusal.safeParse(status === 200 ? undefined : JSON.parse(String(body)));
  const isTold = told.success && (Array.isArray(told.data) ? 422 : told.data.status) === status;
  const isExpected = outcome !== 'taken' && (expected ?? status) === status;
  return isTold && isExpected ? undefined : `${status} ${body.toString('utf8', 0, 500)}`;
}

function voiceOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}
