import { type Browser, chromium, type Page } from 'playwright-core';

/** Real Chromium without a window. @param more arguments of its command line */
export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}

/** What the page does, by name. */
export interface Actions {
  do<Result>(action: string, ...args: unknown[]): Promise<Result>;
  page: Page;
}

/** Opens the page, and clicks in it: before that no browser lets it sound. */
export async function openPage(browser: Browser, url: string): Promise<Actions> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.click('button');
  return {
    page,
    do: (action, ...args) =>
      page.evaluate(
        ([name, values]) => {
          const { page: actions } = globalThis as unknown as {
            page: Record<string, (...values: unknown[]) => never>;
          };
          return actions[name as string]?.(...(values as unknown[])) as never;
        },
        [action, args] as const,
      ),
  };
}
