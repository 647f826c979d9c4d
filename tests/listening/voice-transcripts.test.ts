import type { Voice } from '@shoal/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithPocketSphinx } from '../../packages/speech/src/engines/pocketsphinx/testing/describe-with-pocketsphinx.ts';
import { speak } from '../http/speech-call.ts';
import { type RunningServer, runServer } from '../running-server.ts';

describeWithPocketSphinx('Recordings of a new voice', () => {
  let server: RunningServer;
  let recording: Uint8Array;
  beforeAll(async () => {
    server = await runServer({ transcripts: true });
    const text = 'My brother works in a small hospital.';
    recording = await speak(server, { text, reference_id: 'flite-rms', format: 'wav', sample_rate: 16_000 });
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  async function create(fields: Record<string, string>): Promise<Voice> {
    const form = new FormData();
    const given = { type: 'tts', train_mode: 'fast', visibility: 'private', ...fields };
    for (const [name, value] of Object.entries(given)) form.append(name, value);
    for (let n = 0; n < 2; n++) form.append('voices', new Blob([recording as Uint8Array<ArrayBuffer>]));
    const headers = { Authorization: `Bearer ${server.key}` };
    const response = await fetch(`${server.url}/model`, { method: 'POST', headers, body: form });
    expect(response.status).toBe(201);
    return (await response.json()) as Voice;
  }

  async function textsOf({ _id }: Voice): Promise<string[]> {
    const headers = { Authorization: `Bearer ${server.key}` };
    const response = await fetch(`${server.url}/model/${_id}`, { headers });
    return ((await response.json()) as Voice).samples.map(({ text }) => text);
  }

  it('are written down when they come without their text', async () => {
    const voice = await create({ title: 'Nobody knows' });
    const heard = 'My brother works in a small hospital.';
    await expect.poll(() => textsOf(voice), { timeout: 30_000, interval: 200 }).toEqual([heard, heard]);
  });

  it('keep the text that they come with, and go without one in a language that nobody understands', async () => {
    const given = await create({ title: 'Somebody knows', texts: 'I know what I said,I know it twice' });
    const foreign = await create({ title: '我的声音' });
    const later = await create({ title: 'Later' });
    await expect.poll(() => textsOf(later), { timeout: 30_000, interval: 200 }).not.toContain('');
    expect(await textsOf(given)).toEqual(['I know what I said', 'I know it twice']);
    expect(await textsOf(foreign)).toEqual(['', '']);
  });
});
