import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VoicePage } from '@shoal/wire';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { png } from '../../packages/server/src/voices/covers/testing/png-file.ts';
import { audioOf, postSpeech } from '../http/speech-call.ts';
import { describeWith } from '../installed-programs.ts';
import { ServerProcess } from '../server-process.ts';
import { launchChromium } from './open-page.ts';
import { buildPlayground, PlaygroundPage, printedLink } from './playground-page.ts';

const patience = { timeout: 30_000 };
const sentence = 'The children are playing in the garden. Nobody knows what happened last night.';

describeWith(['chromium'], 'The playground with a microphone and files', () => {
  let server: ServerProcess;
  let browser: Browser;
  let directory: string;
  /** Somebody says the sentence. */
  let recording: string;
  beforeAll(async () => {
    buildPlayground();
    directory = await mkdtemp(join(tmpdir(), 'shoal-playground-'));
    recording = join(directory, 'garden.wav');
    server = await ServerProcess.start({}, { onLog: () => {} });
    const speech = { text: sentence, reference_id: 'flite-rms', format: 'wav' };
    await writeFile(recording, withSizes(await audioOf(await postSpeech(server, speech))));
    browser = await launchChromium([
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${recording}`,
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  it('makes a voice of what the microphone hears, compares both, and speaks with it', async () => {
    await using playground = await PlaygroundPage.open(browser, printedLink(server));
    const { page } = playground;
    await playground.openPanel('Voices');
    await playground.click('Make a voice');
    await page.getByText('Give it a name.').waitFor();
    await playground.click('Record');
    await page.waitForTimeout(5_000);
    await playground.click('Stop recording');
    await page.getByText('Recording 1').waitFor(patience);
    await page.getByLabel('Name', { exact: true }).fill('Made by a test');
    await page.getByLabel('Tags, with commas').fill('calm, tested');
    await page.getByLabel('It is my voice, or I may use it.').check();
    await playground.click('Make the voice');
    await page.getByText('Made by a test is ready.').waitFor(patience);

    for (const name of ['Recording', 'Voice']) {
      const button = page.locator('.side-by-side').getByRole('button', { name: new RegExp(`${name}$`) });
      await button.click();
      await expect.poll(() => button.textContent(), patience).toContain('■');
    }
    const request = page.waitForRequest(/\/v1\/tts/);
    await playground.click('Speak with it');
    await page.getByRole('button', { name: /Made by a test/ }).waitFor(patience);
    await playground.click('Speak');
    expect((await request).postDataBuffer()?.toString('latin1')).toMatch(/"reference_id":"[0-9a-f]{32}"/);
    await expect.poll(async () => (await playground.hearing()).isLoud, patience).toBe(true);
    expect(playground.complaints).toEqual([]);
  });

  it('makes a voice of a file, changes it, and deletes it', async () => {
    await using playground = await PlaygroundPage.open(browser, printedLink(server));
    const { page } = playground;
    await playground.openPanel('Voices');
    await playground.click('Make a voice');
    await page.getByLabel('Add files').setInputFiles(recording);
    await page.getByText('garden.wav').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('From a file');
    await page.getByLabel('It is my voice, or I may use it.').check();
    await playground.click('Make the voice');
    await page.getByText('From a file is ready.').waitFor(patience);
    await playground.click('Close');

    await page.getByLabel('Whose').selectOption('mine');
    await page
      .locator('.voice-card')
      .getByRole('button', { name: /^From a file/ })
      .click();
    await playground.click('Change');
    await page.getByLabel('Name', { exact: true }).fill('Renamed');
    await page.getByLabel('Who may see it').selectOption('public');
    await page.getByLabel(/^Picture/).setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: png() });
    await playground.click('Save');
    await page.getByText('Saved').waitFor(patience);
    await page.getByRole('heading', { name: 'Renamed' }).waitFor(patience);
    const listed = async (): Promise<VoicePage> =>
      (await fetch(`${server.url}/model?title=Renamed`)).json() as Promise<VoicePage>;
    const { items } = await listed();
    expect(items).toMatchObject([{ visibility: 'public' }]);
    expect((await fetch(items[0]?.cover_image ?? '')).headers.get('content-type')).toBe('image/png');

    await playground.click('Delete');
    await playground.click('Delete it for good');
    await expect.poll(listed, patience).toMatchObject({ total: 0 });
    await expect.poll(() => page.getByText('Renamed').count(), patience).toBe(0);
    expect(playground.complaints).toEqual([]);
  });

  it('says what is wrong with a recording', async () => {
    const noise = join(directory, 'text.wav');
    await writeFile(noise, 'This is not audio.');
    await using playground = await PlaygroundPage.open(browser, printedLink(server));
    await playground.openPanel('Transcribe');
    await playground.page.locator('#panel-transcribe input[type=file]').setInputFiles(noise);
    expect(await playground.alert()).toMatch(/The server said no.+audio/i);
  });

  it('transcribes a file, plays its parts, and gives subtitles', async () => {
    await using playground = await PlaygroundPage.open(browser, printedLink(server));
    const { page } = playground;
    await playground.openPanel('Transcribe');
    await page.locator('#panel-transcribe input[type=file]').setInputFiles(recording);
    const text = page.locator('.transcript');
    await text.waitFor(patience);
    const words = (await text.textContent())?.toLowerCase() ?? '';
    const found = ['children', 'playing', 'garden', 'nobody', 'happened', 'night'].filter((word) =>
      words.includes(word),
    );
    expect(found.length).toBeGreaterThanOrEqual(4);
    const part = page.locator('.segment').first();
    await part.click();
    await expect.poll(() => part.getAttribute('aria-pressed'), patience).toBe('true');
    await expect.poll(() => part.getAttribute('aria-pressed'), patience).toBe('false');
    const downloading = page.waitForEvent('download');
    await playground.click('SRT');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('garden.srt');
    expect(playground.complaints).toEqual([]);
  });

  it('transcribes what the microphone hears', async () => {
    await using playground = await PlaygroundPage.open(browser, printedLink(server));
    const { page } = playground;
    await playground.openPanel('Transcribe');
    await playground.click('Record');
    await page.waitForTimeout(5_500);
    await playground.click('Stop and transcribe');
    const text = page.locator('.transcript');
    await text.waitFor(patience);
    expect((await text.textContent())?.toLowerCase()).toMatch(/children|garden|nobody|night/);
  });
});

/** The sizes in the header of a WAV file, which a stream does not tell. */
function withSizes(file: Uint8Array): Uint8Array {
  const sized = Buffer.from(file);
  sized.writeUInt32LE(file.length - 8, 4);
  sized.writeUInt32LE(file.length - 44, 40);
  return sized;
}
