import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../installed-programs.ts';
import { ServerProcess } from '../server-process.ts';
import { launchChromium } from './open-page.ts';
import { buildPlayground, PlaygroundPage, printedLink } from './playground-page.ts';

interface Violation {
  id: string;
  impact: string;
  nodes: { target: string[]; failureSummary: string }[];
}

const patience = { timeout: 20_000 };
const looks = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 360 },
] as const;

describeWith(['chromium'], 'The playground is for everybody', () => {
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    buildPlayground();
    server = await ServerProcess.start({}, { onLog: () => {} });
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  /** What axe-core finds wrong by the rules of WCAG 2.2 A and AA. */
  async function violations({ page }: PlaygroundPage): Promise<string[]> {
    // The page itself may run nothing that is not from its server.
    await page.evaluate(axe.source);
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const options = JSON.stringify({ runOnly: tags });
    const found = await page.evaluate<Violation[]>(`axe.run(document, ${options}).then((r) => r.violations)`);
    return found.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`),
    );
  }

  const overflows = ({ page }: PlaygroundPage) =>
    page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');

  it.each(looks)(
    'in $colorScheme, $width pixels wide: nothing is out of reach',
    async (look) => {
      await using playground = await PlaygroundPage.open(browser, printedLink(server), look);
      const { page } = playground;
      const check = async (place: string) => {
        expect(await violations(playground), place).toEqual([]);
        expect(await overflows(playground), place).toBe(false);
      };
      await page.getByText('Tags', { exact: true }).click();
      await playground.click('Speak');
      await page.getByText('Done').waitFor(patience);
      await page.getByText('The same in code').first().click();
      await check('Speak');
      await page.getByRole('button', { name: /^Voice/ }).click();
      await page
        .getByText(/\d+ voices/)
        .first()
        .waitFor(patience);
      await check('the choice of a voice');
      await page.keyboard.press('Escape');
      await playground.openPanel('Voices');
      await page.locator('.voice-card button').first().waitFor(patience);
      await check('Voices');
      await page.locator('.voice-card button').first().click();
      await check('a voice');
      await page.keyboard.press('Escape');
      await playground.click('Make a voice');
      await check('a new voice');
      await page.keyboard.press('Escape');
      await playground.click('Describe a voice');
      await page.getByLabel('What the voice is like').fill('a young woman');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await playground.click('Keep voice 1');
      await check('a described voice');
      await page.keyboard.press('Escape');
      await playground.openPanel('Transcribe');
      await check('Transcribe');
      await playground.openPanel('Usage');
      await page.getByRole('table').first().waitFor(patience);
      await check('Usage');
      await playground.click('Forget key');
      await check('the question for a key');
      await page.goto(`${server.url}/docs`);
      await page.getByText('/v1/tts', { exact: true }).first().click();
      await check('the reference');
    },
    120_000,
  );

  it('is spoken with and stopped by keys alone', async () => {
    await using playground = await PlaygroundPage.open(browser, printedLink(server));
    const { page } = playground;
    await page.getByRole('textbox').focus();
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await playground.hearing()).isLoud, patience).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await playground.hearing()).isLoud, { timeout: 3_000 }).toBe(false);
  });

  it('remembers whether it is to be light or dark', async () => {
    await using playground = await PlaygroundPage.open(browser, printedLink(server));
    const { page } = playground;
    const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const light = await ground();
    await playground.click('Theme: system');
    await playground.click('Theme: light');
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
    expect(await ground()).toBe(dark);
  });
});
