import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { ServerProcess } from '../server-process.ts';

/** What is heard of a page since the last click in it. */
interface Hearing {
  /** From the click to the first sound; undefined until there is one. */
  afterMs: number | undefined;
  /** Whether something sounds now. */
  isLoud: boolean;
}

/** Runs in the page before its own scripts: listens to all that goes to the loudspeaker. */
const eavesdrop = `
  const hearing = (globalThis.hearing = { afterMs: undefined, isLoud: false });
  let clickedAt = 0;
  addEventListener('click', () => {
    clickedAt = performance.now();
    hearing.afterMs = undefined;
  }, true);
  const analysers = new Set();
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode && !(this.context instanceof OfflineAudioContext)) {
      const analyser = this.context.createAnalyser();
      connect.call(this, analyser);
      analysers.add(analyser);
    }
    return connect.call(this, target, ...rest);
  };
  // Audio elements go to the loudspeaker by themselves, past the graph, unless somebody leads them through it.
  const led = new WeakSet();
  const lead = AudioContext.prototype.createMediaElementSource;
  AudioContext.prototype.createMediaElementSource = function (element) {
    led.add(element);
    return lead.call(this, element);
  };
  let context;
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    context ??= new AudioContext();
    if (!led.has(this)) context.createMediaElementSource(this).connect(context.destination);
    return play.call(this);
  };
  const samples = new Float32Array(2048);
  setInterval(() => {
    hearing.isLoud = [...analysers].some((analyser) => {
      analyser.getFloatTimeDomainData(samples);
      return samples.some((sample) => Math.abs(sample) > 0.01);
    });
    if (hearing.isLoud) hearing.afterMs ??= performance.now() - clickedAt;
  }, 5);
`;

/** The page as it is now: built, if it is older than its sources. */
export function buildPlayground(): void {
  execFileSync(process.execPath, [
    fileURLToPath(new URL('../../scripts/build-playground.mjs', import.meta.url)),
  ]);
}

/** The link that the server printed. */
export function printedLink({ greeting }: ServerProcess): string {
  const link = /http:\S+#key=\S+/.exec(greeting)?.[0];
  if (!link) throw new Error(`no link in: ${greeting}`);
  return link;
}

export interface PlaygroundPageOptions {
  colorScheme?: 'light' | 'dark';
  /** Pixels. */
  width?: number;
}

/** The playground in a real browser, and what is heard of it. */
export class PlaygroundPage implements AsyncDisposable {
  readonly page: Page;
  /** What the browser complained of: scripts that failed, and what the content security policy forbade. */
  readonly complaints: string[] = [];
  /** All that was asked for, with its headers. */
  readonly requests: { url: string; headers: Record<string, string> }[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('request', (request) => this.requests.push({ url: request.url(), headers: request.headers() }));
  }

  /** In a tab of its own, which shares nothing with others. */
  static async open(
    browser: Browser,
    url: string,
    options: PlaygroundPageOptions = {},
  ): Promise<PlaygroundPage> {
    const { colorScheme = 'light', width = 1280 } = options;
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(eavesdrop);
    const playground = new PlaygroundPage(page);
    await page.goto(url);
    return playground;
  }

  hearing(): Promise<Hearing> {
    return this.page.evaluate('({ ...hearing })');
  }

  async click(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).first().click();
  }

  async openPanel(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).click();
  }

  /** The text of what went wrong, as the page tells it. */
  async alert(): Promise<string> {
    const notice = this.page.locator('[role=alert]:visible .notice').first();
    await notice.waitFor({ timeout: 10_000 });
    return (await notice.textContent()) ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }
}
