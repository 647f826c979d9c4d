import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AsrResponse, Problem } from '@shoal/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { speak } from '../http/speech-call.ts';
import { ServerProcess } from '../server-process.ts';
import { coverUploads } from '../voices/hostile/covers.ts';
import { formUploads } from '../voices/hostile/forms.ts';
import { largeUploads } from '../voices/hostile/large.ts';
import { messageUploads } from '../voices/hostile/messages.ts';
import { bombRecordings, unsoundRecordings } from '../voices/hostile/recordings.ts';
import type { HostileUpload } from '../voices/hostile/upload.ts';
import { postRecording } from './asr-call.ts';

const CONCURRENCY = 3;
const MOST_MEMORY_BYTES = 400 * 1024 * 1024;

describeWithPocketSphinx('A server that is to write down hundreds of hostile recordings', () => {
  let folder: string;
  let server: ServerProcess;
  let gateway: number | undefined;
  const answers = new Map<string, { status: number; body: string }>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shoal-hostile-'));
    const [SHOAL_DATA_DIR, TMPDIR] = [join(folder, 'data'), join(folder, 'tmp')];
    await mkdir(TMPDIR);
    server = await ServerProcess.start({ SHOAL_DATA_DIR, TMPDIR, SHOAL_HOSTS: '2' });
    [gateway] = await server.pids();
    const text = 'My brother works in a small hospital.';
    const speech = await speak(server, {
      text,
      reference_id: 'flite-slt',
      format: 'wav',
      sample_rate: 16_000,
    });
    const recordings = [...unsoundRecordings(speech), ...bombRecordings()].map(({ name, bytes }) => ({
      name,
      send: () => postRecording(server, { audio: bytes }),
    }));
    // What was made for other endpoints is wrong here in one way more.
    const bodies = [
      ...coverUploads(speech),
      ...formUploads(speech),
      ...messageUploads(speech),
      ...largeUploads(),
    ].map((upload) => ({
      name: upload.name,
      send: () => post(server, upload),
    }));
    const waiting = [...recordings, ...bodies].entries();
    const work = async () => {
      for (const [number, { name, send }] of waiting) {
        const response = await send();
        answers.set(`${number}: ${name}`, { status: response.status, body: await response.text() });
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  }, 300_000);
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers each with what it hears, or with what is wrong', () => {
    expect(answers.size).toBeGreaterThanOrEqual(300);
    for (const [name, { status, body }] of answers) {
      const answer = JSON.parse(body);
      if (status === 200) expect(AsrResponse.safeParse(answer).success, name).toBe(true);
      else if (status === 422) expect(answer[0]?.loc?.[0], `${name}: ${body}`).toBe('body');
      else {
        expect(Problem.strict().parse(answer).status, name).toBe(status);
        expect([400, 413, 415], `${name}: ${body}`).toContain(status);
      }
    }
    const heard = [...answers.values()].filter(({ status }) => status === 200);
    expect(heard.length).toBeGreaterThan(50);
    expect(heard.length).toBeLessThan(answers.size - 50);
  });

  it('takes no more memory than there is, and leaves no file', async () => {
    const status = await readFile(`/proc/${gateway}/status`, 'utf8');
    expect(1024 * Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1])).toBeLessThan(MOST_MEMORY_BYTES);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('is the same afterwards, speaks and listens', async () => {
    expect((await server.pids())[0]).toBe(gateway);
    const text = 'My brother works in a small hospital.';
    const audio = await speak(server, { text, reference_id: 'flite-rms' });
    expect(await (await postRecording(server, { audio })).json()).toMatchObject({ text });
  });
});

function post({ url, key }: ServerProcess, { headers, body }: HostileUpload): Promise<Response> {
  return fetch(`${url}/v1/asr`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, ...headers },
    body,
    duplex: 'half',
  });
}
