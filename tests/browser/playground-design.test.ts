import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VoiceDesignRequest, VoiceDesignResponse } from '@shoal/wire';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../installed-programs.ts';
import { ServerProcess } from '../server-process.ts';
import { launchChromium } from './open-page.ts';
import { buildPlayground, PlaygroundPage, printedLink } from './playground-page.ts';

const patience = { timeout: 30_000 };
const path = '/v1/voice-design';

describeWith(['chromium', 'curl', 'jq'], 'A voice described in the playground', () => {
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    buildPlayground();
    server = await ServerProcess.start({ SHOAL_HOSTS: '1' }, { onLog: () => {} });
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const open = async () => {
    const playground = await PlaygroundPage.open(browser, printedLink(server));
    await playground.openPanel('Voices');
    await playground.click('Describe a voice');
    return playground;
  };

  it('is suggested, heard, kept and spoken with', async () => {
    await using playground = await open();
    const { page } = playground;
    await page.getByText('Say what the voice is like.').waitFor();
    await page.getByLabel('What the voice is like').fill('a deep old man');
    await page.getByLabel('What it says here').fill('Good morning.');
    await page.getByLabel('How many voices').selectOption('2');
    const first = await suggestions(page, () => playground.click('Suggest voices'));
    expect(first.asked).toMatchObject({
      instruction: 'a deep old man',
      reference_text: 'Good morning.',
      n: 2,
    });
    await page.getByText('2 voices to choose from').waitFor();
    const again = await suggestions(page, () => playground.click('Suggest others'));
    expect(again.asked.seed).not.toBe(first.asked.seed);
    await page.getByText('4 voices to choose from').waitFor();

    await playground.click('Hear Voice 4');
    await expect.poll(async () => (await playground.hearing()).isLoud, patience).toBe(true);
    await playground.click('Hear Voice 2');
    await page.getByRole('button', { name: 'Stop Voice 2' }).waitFor(patience);
    expect(await page.getByRole('button', { name: /^Stop Voice/ }).count()).toBe(1);

    await playground.click('Keep voice 2');
    await page.getByLabel('Name', { exact: true }).fill('Grandfather');
    const making = page.waitForRequest(`${server.url}/model`);
    await playground.click('Keep the voice');
    const file = Buffer.from(first.answer.candidates[1]?.audio_base64 ?? '', 'base64');
    expect(file.length).toBeGreaterThan(10_000);
    expect((await making).postDataBuffer()?.includes(file)).toBe(true);
    await page.getByText('Grandfather is ready.').waitFor(patience);
    expect(await sameInCode(page)).toEqual(file);

    const speaking = page.waitForRequest(/\/v1\/tts/);
    await playground.click('Speak with it');
    await page.getByRole('button', { name: /Grandfather/ }).waitFor(patience);
    await playground.click('Speak');
    expect((await speaking).postData()).toMatch(/"reference_id":"[0-9a-f]{32}"/);
    await expect.poll(async () => (await playground.hearing()).isLoud, patience).toBe(true);
    expect(playground.complaints).toEqual([]);
  }, 60_000);

  it('is not asked for any more when nobody waits', async () => {
    await using playground = await open();
    const { page } = playground;
    // A server that takes its time.
    await page.route(`**${path}`, () => {});
    await page.getByLabel('What the voice is like').fill('a young woman');
    const asked = page.waitForRequest(`**${path}`);
    await playground.click('Suggest voices');
    await asked;
    const cancelled = page.waitForEvent('requestfailed', (request: Request) => request.url().endsWith(path));
    await page.keyboard.press('Escape');
    expect((await cancelled).failure()?.errorText).toBe('net::ERR_ABORTED');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  /** The code for curl makes the same voice again. @returns the file that it made it of */
  async function sameInCode(page: Page): Promise<Buffer> {
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The same in code').click();
    const code = (await dialog.locator('.code pre').textContent()) ?? '';
    const cwd = await mkdtemp(join(tmpdir(), 'shoal-code-'));
    try {
      const env = { ...process.env, FISH_API_KEY: server.key };
      const answer = execFileSync('sh', ['-ec', code], { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
      expect(JSON.parse(answer.toString())).toMatchObject({
        ...{ title: 'Grandfather', description: 'a deep old man', visibility: 'private' },
        samples: [{ text: 'Good morning.' }],
      });
      return await readFile(join(cwd, 'voice.wav'));
    } finally {
      await rm(cwd, { recursive: true });
    }
  }
});

/** What was asked for, and answered, because of what somebody does. */
async function suggestions(page: Page, act: () => Promise<void>) {
  const answering = page.waitForResponse(`**${path}`);
  await act();
  const response = await answering;
  return {
    asked: response.request().postDataJSON() as VoiceDesignRequest,
    answer: (await response.json()) as VoiceDesignResponse,
  };
}
