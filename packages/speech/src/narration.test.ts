import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Narration, type NarrationEvent } from './narration.ts';
import { Narrator } from './narrator.ts';
import { rendererHere } from './runtime/testing/renderer-here.ts';

describe('narration', () => {
  let renderer: Awaited<ReturnType<typeof rendererHere>>;
  beforeAll(async () => {
    renderer = await rendererHere('espeak');
  });
  afterAll(() => renderer[Symbol.asyncDispose]());

  const open = (): Narration => {
    const { catalogue } = renderer;
    const chunks = { chunkLength: 100, minChunkLength: 0, earlyStart: true };
    const narrator = new Narrator({ catalogue, voices: [], rate: 1, maxAudioMs: 20_000, ...chunks });
    const format = { container: 'pcm', sampleRate: 24_000 } as const;
    return new Narration(
      renderer.open({ format, volumeDb: 0, normalizeLoudness: false, wordTimes: true }),
      narrator,
    );
  };

  /** Gives all pieces, and hears everything. */
  async function narrate(pieces: string[]): Promise<{ events: NarrationEvent[]; spokenBytes: number }> {
    const narration = open();
    for (const piece of pieces) narration.text(piece);
    narration.stop();
    const events: NarrationEvent[] = [];
    for await (const event of narration) events.push(event);
    return { events, spokenBytes: narration.spokenBytes };
  }

  it('says where in the whole text each word stands, and when it is heard', async () => {
    const text =
      '<|speaker:0|>The grey boats came home.  \n\nNobody spoke, 😀 and <|speaker:1|>nobody slept.';
    const { events, spokenBytes } = await narrate(text.match(/.{1,7}/gs) ?? []);
    const words = events.filter((event) => event.kind === 'words').flatMap((event) => event.words);
    const heard = words.map(({ textStart, textEnd }) => text.slice(textStart, textEnd));
    expect(heard).toEqual(
      expect.arrayContaining([...'The grey boats came home Nobody spoke nobody slept'.split(' ')]),
    );
    expect(words.every(({ startMs, endMs }) => endMs > startMs)).toBe(true);
    expect(spokenBytes).toBe(Buffer.byteLength(text));
  });

  it('tells all words of an utterance before it tells that it was said', async () => {
    const { events } = await narrate(['One two. Three four. Five.']);
    const said = new Set<number>();
    for (const event of events) {
      if (event.kind === 'said') said.add(event.seq);
      if (event.kind === 'words') expect(said).not.toContain(event.seq);
    }
    expect(said.size).toBeGreaterThan(1);
  });

  it('lets others have their turn while there is nothing to say in a long text', async () => {
    const text = `${' '.repeat(500_000)}One.`;
    const narration = open();
    narration.text(text);
    expect(narration.backlog).toBeGreaterThan(400_000);
    narration.stop();
    let said = 0;
    for await (const event of narration) if (event.kind === 'said') said += 1;
    expect(said).toBe(1);
    expect(narration.spokenBytes).toBe(text.length);
  });

  it('ends when it is cancelled in such a text', async () => {
    const narration = open();
    narration.text(' '.repeat(500_000));
    const heard = (async () => {
      for await (const _ of narration);
    })();
    narration.cancel();
    await expect(heard).rejects.toMatchObject({ code: 'cancelled' });
    expect(narration.backlog).toBeGreaterThan(400_000);
  });
});
