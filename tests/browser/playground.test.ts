import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { UsageReport } from '@shoal/wire';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../installed-programs.ts';
import { ServerProcess } from '../server-process.ts';
import { launchChromium } from './open-page.ts';
import { buildPlayground, PlaygroundPage, printedLink } from './playground-page.ts';

const adminToken = 'test-admin-token-0123456789';
const patience = { timeout: 20_000 };
/** Two hours of speech: nobody waits for its end. */
const endless = 'The harbour was quiet that morning, and two boats lay at the quay. '.repeat(1_500);

describeWith(['chromium', 'curl'], 'The playground, opened by the link that the server printed,', () => {
  let server: ServerProcess;
  let browser: Browser;
  let logged = '';
  beforeAll(async () => {
    buildPlayground();
    const environment = { LOG_LEVEL: 'trace', SHOAL_ADMIN_TOKEN: adminToken };
    server = await ServerProcess.start(environment, {
      onLog: (text) => {
        logged += text;
      },
    });
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const open = () => PlaygroundPage.open(browser, printedLink(server));

  it('can be used within a second, and needs at most 150 KiB of script', async () => {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      await using playground = await open();
      await playground.page.getByRole('button', { name: 'Speak', exact: true }).waitFor();
      times.push(await playground.page.evaluate('performance.now()'));
    }
    expect(Math.min(...times)).toBeLessThan(1_000);

    await using playground = await open();
    for (const panel of ['Voices', 'Transcribe', 'Usage', 'API']) {
      await playground.openPanel(panel);
      await playground.page.getByRole('heading', { level: 1 }).last().waitFor();
    }
    const scripts = new Set(playground.requests.map(({ url }) => url).filter((url) => url.endsWith('.js')));
    const sizes = await Promise.all(
      [...scripts].map(
        async (url) => gzipSync(new Uint8Array(await (await fetch(url)).arrayBuffer())).length,
      ),
    );
    expect(scripts.size).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(150 * 1024);
  }, 60_000);

  it('speaks within a second of the click', async () => {
    await using playground = await open();
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      await playground.click('Speak');
      await expect.poll(async () => (await playground.hearing()).afterMs, patience).toBeGreaterThan(0);
      waits.push((await playground.hearing()).afterMs ?? Infinity);
      await playground.click('Stop');
    }
    expect(Math.min(...waits)).toBeLessThan(1_000);
    await playground.page.getByText('First audio').first().waitFor();
    expect(playground.complaints).toEqual([]);
  }, 60_000);

  it('lights up each word when it is heard', async () => {
    await using playground = await open();
    const { page } = playground;
    await page.evaluate(`
      globalThis.lit = [];
      new MutationObserver(() => {
        const word = document.querySelector('.words .now')?.textContent;
        if (word && lit.at(-1)?.word !== word) lit.push({ word, isLoud: hearing.isLoud });
      }).observe(document.body, { subtree: true, attributes: true, childList: true });
    `);
    await page.getByRole('textbox').fill('The children are playing in the garden.');
    await playground.click('Speak');
    await page.getByText('Done').waitFor(patience);
    const lit = await page.evaluate<{ word: string; isLoud: boolean }[]>('lit');
    const words = ['The', 'children', 'are', 'playing', 'in', 'the', 'garden'];
    // A busy machine may draw too rarely to show the shortest.
    const shown = words.filter((word) => lit.some((each) => each.word === word));
    expect(lit.map(({ word }) => word)).toEqual(shown);
    expect(shown).toEqual(expect.arrayContaining(['children', 'playing', 'garden']));
    expect(lit.filter(({ isLoud }) => isLoud).length).toBeGreaterThan(lit.length / 2);
  }, 60_000);

  it.each(['mp3', 'pcm', 'opus'])(
    'plays %s too, and offers exactly that to download',
    async (format) => {
      await using playground = await open();
      await playground.page.getByLabel('Format').selectOption(format);
      await playground.click('Speak');
      await expect.poll(async () => (await playground.hearing()).isLoud, patience).toBe(true);
      const downloading = playground.page.waitForEvent('download');
      await playground.click('Download');
      expect((await downloading).suggestedFilename()).toBe(`shoal-1.${format}`);
      expect(playground.complaints).toEqual([]);
    },
    60_000,
  );

  it('is silent at once when it is stopped, and the server is free', async () => {
    await using playground = await open();
    const before = await endedRequests(server);
    await playground.page.getByRole('textbox').fill(endless);
    await playground.click('Speak');
    await expect.poll(async () => (await playground.hearing()).isLoud, patience).toBe(true);
    await playground.click('Stop');
    await playground.page.getByText('Stopped').waitFor(patience);
    // Longer than any pause between words.
    await playground.page.evaluate('hearing.afterMs = undefined');
    await playground.page.waitForTimeout(1_500);
    expect((await playground.hearing()).afterMs).toBeUndefined();
    await expect.poll(() => endedRequests(server), patience).toBeGreaterThan(before);
  }, 60_000);

  it('speaks live before the typing ends', async () => {
    await using playground = await open();
    await playground.page.getByText('Live', { exact: true }).click();
    await playground.click('Go live');
    await playground.page.keyboard.type('This is heard while I am typing. And I am still typing ', {
      delay: 15,
    });
    await expect.poll(async () => (await playground.hearing()).isLoud, patience).toBe(true);
    await playground.page.keyboard.type('this.');
    await playground.click('Finish');
    await playground.page.getByText('Done').waitFor(patience);
    expect(await playground.page.locator('.words').textContent()).toBe(
      'This is heard while I am typing. And I am still typing this.',
    );
    expect(playground.complaints).toEqual([]);
  }, 60_000);

  it('speaks with a voice that was searched for and heard before', async () => {
    await using playground = await open();
    const { page } = playground;
    await page.getByRole('button', { name: /^Voice/ }).click();
    await page.getByPlaceholder('Name or description').fill('slt');
    await page.getByText('1 voice', { exact: true }).waitFor(patience);
    const sample = page.waitForResponse(/\/samples\//);
    await page.getByRole('button', { name: /^Hear Flite SLT/ }).click();
    expect((await sample).status()).toBe(200);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Flite SLT/ })
      .click();
    const answer = page.waitForRequest(/\/v1\/tts/);
    await playground.click('Speak');
    expect((await answer).postDataBuffer()?.toString('latin1')).toContain('flite-slt');
  }, 60_000);

  it('tells in code what it does, and the code does it', async () => {
    await using playground = await open();
    const { page } = playground;
    await page.getByRole('textbox').fill('Only these words.');
    await page.getByText('The same in code').first().click();
    const code = (await page.locator('.code pre').first().textContent()) ?? '';
    expect(code).toContain(`curl ${server.url}/v1/tts`);
    expect(code).toContain('Only these words.');
    expect(code).not.toContain(server.key);
    const cwd = await mkdtemp(join(tmpdir(), 'shoal-code-'));
    try {
      execFileSync('sh', ['-c', code], {
        cwd,
        env: { ...process.env, FISH_API_KEY: server.key },
        stdio: 'ignore',
      });
      expect((await readFile(join(cwd, 'speech.wav'))).subarray(0, 4).toString()).toBe('RIFF');
    } finally {
      await rm(cwd, { recursive: true });
    }
  });

  it('shows usage, and makes a key that works until it is revoked', async () => {
    await using playground = await open();
    const { page } = playground;
    await playground.openPanel('Usage');
    await page.getByLabel('Name of the new key').fill('From the page');
    await playground.click('Make a key');
    const key = await page.locator('[role=status] code').textContent();
    const speak = () =>
      fetch(`${server.url}/v1/tts`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        body: '{"text":"Hi."}',
      });
    expect((await speak()).status).toBe(200);
    const row = page.getByRole('listitem').filter({ hasText: 'From the page' });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await row.getByRole('button', { name: /for good/ }).click();
    await row.getByText('revoked').waitFor(patience);
    expect((await speak()).status).toBe(401);
    expect(playground.complaints).toEqual([]);
  }, 60_000);

  it('keeps the key out of addresses, referrers and logs, and asks nobody but its server', async () => {
    await using playground = await open();
    const { page, requests } = playground;
    expect(page.url()).toBe(`${server.url}/`);
    await playground.click('Speak');
    await expect.poll(async () => (await playground.hearing()).isLoud, patience).toBe(true);
    await page.getByText('Live', { exact: true }).click();
    await playground.click('Stop');
    await playground.click('Go live');
    await page.keyboard.type('Hello. ');
    await playground.click('Finish');
    await page.getByText('Done').waitFor(patience);
    for (const panel of ['Voices', 'Transcribe', 'Usage', 'API']) await playground.openPanel(panel);
    await page.getByRole('heading', { name: 'API reference' }).waitFor(patience);
    for (const { url, headers } of requests) {
      expect(url.startsWith(server.url) || url.startsWith(`blob:${server.url}`)).toBe(true);
      expect(url).not.toContain(server.key);
      expect(headers.referer ?? '').toBe('');
    }
    expect(await page.evaluate('document.cookie + JSON.stringify({ ...localStorage })')).not.toContain(
      server.key,
    );
    expect(logged.length).toBeGreaterThan(0);
    expect(logged).not.toContain(server.key);
    expect(playground.complaints).toEqual([]);
  }, 60_000);
});

/** Requests for timed speech that ended, whether they were complete or left. */
async function endedRequests({ url }: ServerProcess): Promise<number> {
  const headers = { Authorization: `Bearer ${adminToken}` };
  const response = await fetch(`${url}/admin/v1/usage?group_by=endpoint`, { headers });
  const { items } = (await response.json()) as UsageReport;
  return items.find(({ endpoint }) => endpoint === '/v1/tts/stream/with-timestamp')?.requests ?? 0;
}
