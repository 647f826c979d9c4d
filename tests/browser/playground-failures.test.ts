import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../installed-programs.ts';
import { ServerProcess } from '../server-process.ts';
import { launchChromium } from './open-page.ts';
import { buildPlayground, PlaygroundPage, printedLink } from './playground-page.ts';

const patience = { timeout: 20_000 };

describeWith(['chromium'], 'The playground', () => {
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    buildPlayground();
    server = await ServerProcess.start({ SHOAL_CREDIT: 'enforced', SHOAL_HOSTS: '1' }, { onLog: () => {} });
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('asks for a key, keeps it for the tab, and forgets it when told to', async () => {
    await using playground = await PlaygroundPage.open(browser, server.url);
    const { page } = playground;
    const speakButton = page.getByRole('button', { name: 'Speak', exact: true });
    await page.getByLabel('API key').fill('not-the-right-key');
    await playground.click('Go in');
    expect(await playground.alert()).toContain('does not know that key');
    await page.getByLabel('API key').fill('my key');
    await playground.click('Go in');
    expect(await playground.alert()).toContain('no spaces');

    await page.getByLabel('API key').fill(` ${server.key} `);
    await page.keyboard.press('Enter');
    await speakButton.waitFor();
    await page.reload();
    await speakButton.waitFor();
    const other = await page.context().newPage();
    await other.goto(server.url);
    await other.getByLabel('API key').waitFor();

    await playground.click('Forget key');
    await page.reload();
    await page.getByLabel('API key').waitFor();
  }, 60_000);

  it('says that the key of a link is wrong', async () => {
    await using playground = await PlaygroundPage.open(browser, `${server.url}/#key=some-old-key`);
    expect(await playground.alert()).toContain('does not know that key');
    expect(playground.page.url()).toBe(`${server.url}/`);
  });

  it('takes the key from a link that is opened in a tab with the page', async () => {
    await using playground = await PlaygroundPage.open(browser, server.url);
    await playground.page.evaluate(`location.href = ${JSON.stringify(printedLink(server))}`);
    await playground.page.getByRole('button', { name: 'Speak', exact: true }).waitFor();
    expect(playground.page.url()).toBe(`${server.url}/`);
  });

  it.each(['Whole text', 'Live'])(
    'says that there is no credit (%s)',
    async (mode) => {
      await using playground = await PlaygroundPage.open(browser, printedLink(server));
      const { page } = playground;
      await page.getByText(mode, { exact: true }).click();
      await page.getByRole('textbox').fill('Some words. ');
      await playground.click(mode === 'Whole text' ? 'Speak' : 'Go live');
      expect(await playground.alert()).toMatch(/credit/);
      await page.getByText('Failed').waitFor(patience);
    },
    60_000,
  );

  it('says that there is no credit for a described voice, and keeps the description', async () => {
    await using playground = await PlaygroundPage.open(browser, printedLink(server));
    const { page } = playground;
    await playground.openPanel('Voices');
    await playground.click('Describe a voice');
    await page.getByLabel('What the voice is like').fill('a deep old man');
    await playground.click('Suggest voices');
    expect(await playground.alert()).toMatch(/credit/);
    expect(await page.getByLabel('What the voice is like').inputValue()).toBe('a deep old man');
    expect(await page.getByRole('button', { name: 'Suggest voices' }).isEnabled()).toBe(true);
  });

  it('says that the microphone may not be used', async () => {
    await using playground = await PlaygroundPage.open(browser, printedLink(server));
    await playground.openPanel('Transcribe');
    await playground.click('Record');
    expect(await playground.alert()).toMatch(/microphone/);
  });

  it('says that the server is gone, and goes on when it is back', async () => {
    const settings = { SHOAL_HOSTS: '1' };
    const mortal = await ServerProcess.start(settings, { onLog: () => {} });
    await using playground = await PlaygroundPage.open(browser, printedLink(mortal));
    const { page } = playground;
    await page.getByRole('textbox').fill('These words stay.');
    await mortal[Symbol.asyncDispose]();
    await playground.click('Speak');
    expect(await playground.alert()).toContain('The server does not answer');
    await playground.openPanel('Usage');
    expect(await playground.alert()).toContain('The server does not answer');

    const { port } = new URL(mortal.url);
    await using _again = await ServerProcess.start({ ...settings, PORT: port }, { onLog: () => {} });
    await playground.openPanel('Speak');
    expect(await page.getByRole('textbox').inputValue()).toBe('These words stay.');
    await playground.click('Speak');
    await expect.poll(async () => (await playground.hearing()).isLoud, patience).toBe(true);
  }, 120_000);
});
