import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../installed-programs.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { AppServer } from './app-server.ts';
import { type Actions, launchChromium, openPage } from './open-page.ts';

/** Two hours of speech: nobody waits for its end. */
const endless = 'The harbour was quiet that morning, and two boats lay at the quay. '.repeat(1_500);
interface Tone {
  /** The largest step between two samples. */
  largest: number;
  /** Samples of silence within it. */
  silent: number;
}

const raw = { sampleRate: 24_000 };

describeWith(['chromium'], 'The SDK in Chromium, built by Vite', () => {
  let server: RunningServer;
  let app: AppServer;
  let browser: Browser;
  let actions: Actions;
  beforeAll(async () => {
    server = await runServer({ engines: ['espeak'], pageOrigins: 'loopback' });
    app = await AppServer.start(server.url);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    actions = await openPage(browser, app.url);
    await actions.do('connect', server.key);
  });
  afterEach(() => actions.page.close());

  const serverIsFree = () =>
    expect.poll(() => [server.admission.taken, server.pool.renders], { timeout: 10_000 }).toEqual([0, 0]);

  it.each([
    ['mp3', {}],
    ['wav', {}],
    ['opus', {}],
    ['pcm', raw],
  ])('plays speech in %s, and gives its bytes', async (format, config) => {
    const result = await actions.do('speak', 'Hello, this is a test of the sound.', format, config);
    expect(result).toMatchObject({ heard: true });
    const { bytes, tookMs } = result as { bytes: number; tookMs: number };
    expect(bytes).toBeGreaterThan(5_000);
    expect(tookMs).toBeGreaterThan(1_000);
    await serverIsFree();
  });

  it('plays speech of a server that is not its own', async () => {
    await actions.do('connect', server.key, server.url);
    expect(await actions.do('speak', 'Hello, this is a test.', 'mp3', {})).toMatchObject({ heard: true });
    await serverIsFree();
  });

  it.each([
    ['mp3', {}],
    ['wav', {}],
    ['pcm', raw],
  ])('is heard in %s while the text is still being written', async (format, config) => {
    expect(await actions.do('speakLive', format, config)).toEqual(['heard', 'text ended', 'played']);
  });

  it.each(['mp3', 'wav'])('is heard in %s before the stream ends, and stops at once', async (format) => {
    await actions.do('beginEndlessSpeech', endless, format);
    await expect.poll(() => server.pool.renders).toBe(1);
    expect(await actions.do('stop')).toEqual({ name: 'AbortError', isLoud: false });
    await serverIsFree();
  });

  it('is interrupted, and says something else', async () => {
    await actions.do('beginConversation', endless);
    await expect.poll(() => server.pool.renders).toBe(1);
    const { bytes } = await actions.do<{ bytes: number }>('sayInstead', 'Yes?');
    expect(bytes).toBeGreaterThan(5_000);
    await serverIsFree();
  });

  it.each([24_000, 48_000, 44_100])(
    'joins pieces without a gap or a click, wherever they are cut, at %i Hz',
    async (contextRate) => {
      const { largest, silent } = await actions.do<Tone>('playTone', 440, 9_999, contextRate);
      const steepest = (16_000 / 32_768) * 2 * Math.PI * (440 / contextRate);
      expect(largest / steepest).toBeGreaterThan(0.9);
      expect(largest / steepest).toBeLessThan(1.05);
      expect(silent).toBe(0);
    },
  );

  it('takes as long as the sound lasts', async () => {
    const tookMs = await actions.do<number>('playSilence', 1_000);
    expect(tookMs).toBeGreaterThan(990);
    expect(tookMs).toBeLessThan(10_000);
  });

  it('says what cannot be played', async () => {
    expect(await actions.do('playGarbage')).toMatch(/^FishAudioError: This browser cannot play this audio/);
  });

  it('saves a file that tells its length', async () => {
    const [download] = await Promise.all([
      actions.page.waitForEvent('download'),
      actions.do('download', 'Hello there.'),
    ]);
    expect(download.suggestedFilename()).toBe('hello.wav');
    const file = await readFile(await download.path());
    expect([file.readUInt32LE(4), file.readUInt32LE(40)]).toEqual([file.length - 8, file.length - 44]);
  });
});
