// Takes pictures of each panel of the playground, light and dark, wide and narrow, of a server of its own:
//   npx tsx --conditions=source scripts/screenshots.ts [folder]
// They go to docs/screenshots unless a folder is named; the README shows those of speaking, which alone are kept. It
// needs Chromium (apt-get install chromium).
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchChromium } from '../tests/browser/open-page.ts';
import { buildPlayground, PlaygroundPage, printedLink } from '../tests/browser/playground-page.ts';
import { audioOf, postSpeech } from '../tests/http/speech-call.ts';
import { ServerProcess } from '../tests/server-process.ts';

const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../docs/screenshots', import.meta.url)));
const looks = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 360 },
] as const;
const recorded = {
  text: 'The children are playing in the garden.',
  reference_id: 'flite-slt',
  format: 'mp3',
};

buildPlayground();
await mkdir(folder, { recursive: true });
await using server = await ServerProcess.start();
const recording = Buffer.from(await audioOf(await postSpeech(server, recorded)));
const browser = await launchChromium();
try {
  for (const look of looks) {
    await using playground = await PlaygroundPage.open(browser, printedLink(server), look);
    const { page } = playground;
    const shoot = (name: string) =>
      page.screenshot({ path: join(folder, `${name}-${look.colorScheme}-${look.width}.png`) });
    await speak(page);
    await shoot('speak');
    await playground.openPanel('Voices');
    await page.locator('.voice-card').first().waitFor();
    await page.waitForLoadState('networkidle');
    await shoot('voices');
    await design(page);
    await shoot('design');
    await page.keyboard.press('Escape');
    await playground.openPanel('Transcribe');
    const file = { name: 'garden.mp3', mimeType: 'audio/mpeg', buffer: recording };
    await page.locator('#panel-transcribe input[type=file]').setInputFiles(file);
    await page.locator('.transcript').waitFor();
    await shoot('transcribe');
    await playground.openPanel('Usage');
    await page.getByRole('table').first().waitFor();
    await shoot('usage');
    await playground.openPanel('API');
    await page.locator('.endpoint').first().click();
    await shoot('reference');
  }
} finally {
  await browser.close();
}
process.stdout.write(`${folder}\n`);

/** To the middle of a sentence, of a server that is warm. */
async function speak(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Speak', exact: true });
  await button.click();
  await page.getByText('Done').waitFor();
  await page.reload();
  await button.click();
  await page.locator('.waveform').waitFor();
  await page.waitForTimeout(1_000);
}

async function design(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Describe a voice' }).click();
  await page.getByLabel('What the voice is like').fill('a deep old man, slightly hoarse');
  await page.getByRole('button', { name: 'Suggest voices' }).click();
  await page.locator('.candidate').first().waitFor();
}
