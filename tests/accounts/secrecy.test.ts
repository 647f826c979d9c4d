import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { audioOf, postSpeech } from '../http/speech-call.ts';
import { postRecording } from '../listening/asr-call.ts';
import { ServerProcess } from '../server-process.ts';
import { Administrator } from './administrator.ts';
import { onBothDatabases } from './on-both-databases.ts';
import { startLive } from './speech.ts';

const run = promisify(execFile);

/** Nothing else has these words, and no text is cut within them. */
const text = 'Xylophone.';
const secrets = {
  text,
  'a wrong key': 'wrong-key-6b1f0c5d9e',
  'the first key': 'first-key-0a4d8e21bc7f',
  'the admin token': 'admin-token-93fe1d07c2ab',
  'the password of the database': 'hunter2-77aa',
};

onBothDatabases('Keys and texts', (newDatabase) => {
  it('are neither in the log, however much is logged, nor in the database', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'shoal-secrets-'));
    const databaseUrl = withPassword(await newDatabase(), secrets['the password of the database']);
    let log = '';
    const server = await ServerProcess.start(
      {
        SHOAL_DATA_DIR: dataDir,
        SHOAL_API_KEY: secrets['the first key'],
        SHOAL_ADMIN_TOKEN: secrets['the admin token'],
        SHOAL_HOSTS: '1',
        LOG_LEVEL: 'trace',
        ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      },
      { onLog: (more) => (log += more) },
    );
    const administrator = new Administrator({ ...server, adminToken: secrets['the admin token'] });
    const { key } = await administrator.newCustomer({ credit: '1' });
    const transcript = await useAndMisuse(server, key);
    await server[Symbol.asyncDispose]();

    const written = databaseUrl === undefined ? await readFiles(dataDir) : await dump(databaseUrl);
    expect(log).toContain('"level"');
    for (const [name, secret] of Object.entries({ ...secrets, 'a new key': key, transcript })) {
      expect(log.includes(secret), `${name} in the log`).toBe(false);
      expect(written.includes(secret), `${name} in the database`).toBe(false);
    }
    // Else nothing could be found.
    expect(written).toContain('/v1/tts');
    await rm(dataDir, { recursive: true, force: true });
  });
});

/** Has everything happen that a server may be tempted to write down. Returns what it heard in a recording. */
async function useAndMisuse(server: ServerProcess, key: string): Promise<string> {
  const keyed = { url: server.url, key };
  await audioOf(await postSpeech(keyed, { text }, { 'Idempotency-Key': 'once' }));
  const answers = [
    await postSpeech(keyed, { text }, { 'Idempotency-Key': 'once' }),
    await postSpeech({ ...keyed, key: secrets['a wrong key'] }, { text }),
    await postSpeech(keyed, { text, chunk_length: text }),
    await postSpeech(keyed, `{"text": "${text}`),
    await postSpeech(keyed, { text, reference_id: 'nobody' }),
    await fetch(`${server.url}/v1/tts?key=${secrets['a wrong key']}&text=${text}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([409, 401, 422, 400, 400, 404]);

  const client = await startLive(server, key, { reference_id: 'espeak-en-us', text });
  client.text(text);
  client.stop();
  expect(await client.closed()).toBe(1000);
  const broken = await startLive(server, key, { reference_id: 'espeak-en-us', text });
  broken.send({ event: 'text', text: [text] });
  expect(await broken.closed()).toBe(1007);
  const left = await startLive(server, key, { reference_id: 'espeak-en-us', text: text.repeat(1_000) });
  await once(left.socket, 'message');
  left.socket.terminate();
  return listen(keyed);
}

/** Where nothing understands speech, nothing is heard. */
async function listen(keyed: { url: string; key: string }): Promise<string> {
  const broken = { audio: Buffer.from(text.repeat(100)), language: text };
  expect((await postRecording(keyed, broken)).ok).toBe(false);
  const spoken = { text: 'Nobody knows what happened last night.', reference_id: 'flite-slt' };
  const audio = await audioOf(await postSpeech(keyed, spoken));
  const { text: heard = 'nothing heard' } = (await (await postRecording(keyed, { audio })).json()) as {
    text?: string;
  };
  return heard;
}

function withPassword(databaseUrl: string | undefined, password: string): string | undefined {
  if (databaseUrl === undefined) return undefined;
  const url = new URL(databaseUrl);
  url.password = password;
  return url.href;
}

/** The database and what SQLite puts beside it. */
async function readFiles(dataDir: string): Promise<string> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith('shoal.db'));
  const files = await Promise.all(names.map((name) => readFile(join(dataDir, name), 'latin1')));
  return files.join('\n');
}

/** All of a PostgreSQL database. */
async function dump(databaseUrl: string): Promise<string> {
  return (await run('pg_dump', ['--inserts', databaseUrl])).stdout;
}
