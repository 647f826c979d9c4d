import { describe, expect, it } from 'vitest';
import { createEncoderFactory } from '../audio/encoders/index.ts';
import { VoiceCatalogue } from '../catalogue.ts';
import { engines } from '../engines/registry.gen.ts';
import { faults } from '../engines/tone/faults.ts';
import type { Engine } from '../synthesizer.ts';
import { Admission } from './admission.ts';
import { directLink } from './direct-link.ts';
import type { ReplyFrame, RequestFrame } from './frame.ts';
import { HostPool } from './host-pool.ts';
import type { Dial } from './link.ts';
import { Render } from './render.ts';
import { describeRuntime, listen, type Runtime, tones } from './render-session.conformance.ts';
import { createRenderer, type Renderer } from './renderer.ts';
import { Studio } from './studio.ts';
import { cpuTicks } from './testing/cpu-ticks.ts';

const toneOnly = engines.filter((engine) => engine.manifest.id === 'tone');

describeRuntime('in this process', async (): Promise<Runtime> => {
  let samplesWritten = 0;
  const counted = toneOnly.map((engine) => withCount(engine, (samples) => (samplesWritten += samples)));
  const studio = new Studio(await createEncoderFactory());
  await Promise.all(counted.map((engine) => studio.load(engine)));
  const renderer = rendererOver(async () => {
    const [near, far] = directLink<RequestFrame, ReplyFrame>();
    new Render(far, studio);
    return near;
  });
  return {
    open: renderer.open,
    rendersAtWork: () => studio.renders,
    engineWork: async () => samplesWritten,
    close: () => studio.close(),
  };
});

describeRuntime('in child processes', async (): Promise<Runtime> => {
  const pool = new HostPool({ hosts: 1, engines: ['tone'] });
  await pool.ready();
  const renderer = rendererOver(pool.dial);
  return {
    open: renderer.open,
    rendersAtWork: () => pool.renders,
    engineWork: async () => cpuTicks(pool.pids[0] ?? 0),
    close: () => pool.close(),
  };
});

describe('a session', () => {
  it('has a host say nothing before there is a place for it, however long the host has waited', async () => {
    const studio = new Studio(await createEncoderFactory());
    await Promise.all(toneOnly.map((engine) => studio.load(engine)));
    const sent: RequestFrame['kind'][] = [];
    const dial: Dial = async () => {
      const [near, far] = directLink<RequestFrame, ReplyFrame>();
      new Render(far, studio);
      const { send } = near;
      near.send = (frame) => {
        sent.push(frame.kind);
        send.call(near, frame);
      };
      return near;
    };
    const admission = new Admission({ places: 1, longestQueue: 1 });
    const leave = await admission.enter(new AbortController().signal);
    const catalogue = new VoiceCatalogue(toneOnly);
    const session = createRenderer({ dial, admission, catalogue }).open(pcm);
    session.prepare();
    await expect.poll(() => sent).toEqual(['open']);
    session.say(tones('abc'));
    session.end();
    await expect.poll(() => admission.queued).toBe(1);
    expect(sent).toEqual(['open']);
    leave();
    expect((await listen(session)).bytes.length).toBe(bytesOf('abc'));
    expect(sent).toEqual(['open', 'say', 'end']);
    await studio.close();
  });
});

describe('a host that is lost', () => {
  it('is replaced, and another one carries on without a gap or a repetition', async () => {
    await using hosts = await startHosts(2);
    const text = 'abcdefghijklmnopqrstuvwxyz'.repeat(20);
    const texts = Array.from({ length: 20 }, () => text);
    const undisturbed = await speak(hosts.renderer, ...texts);
    const session = hosts.renderer.open(pcm);
    for (const said of texts) session.say(tones(said));
    session.end();
    const pieces: Uint8Array[] = [];
    for await (const event of session) {
      if (event.kind !== 'audio') continue;
      pieces.push(event.bytes);
      // One of the two has the render; kill it with most of the stream still to come.
      if (pieces.length === 10) for (const pid of await busiest(hosts.pool)) process.kill(pid, 'SIGKILL');
    }
    expect(hosts.failOvers()).toBe(1);
    expect(Buffer.concat(pieces).equals(undisturbed)).toBe(true);
    await expect.poll(() => hosts.pool.readyHosts, { timeout: 10_000 }).toBe(2);
  });

  it('that hangs is killed, and its renders go on elsewhere', async () => {
    await using hosts = await startHosts(2, { silenceTimeoutMs: 1_500 });
    const pcm = await speak(hosts.renderer, `abc${faults.hangs}def`);
    expect(hosts.failOvers()).toBe(2);
    // The third time only plain words are said.
    expect(pcm.length).toBe(bytesOf('abc def'));
  });

  it('by an utterance that kills it twice, hears plain words the third time', async () => {
    await using hosts = await startHosts(2);
    const pcm = await speak(hosts.renderer, `abc${faults.aborts}def`);
    expect(hosts.failOvers()).toBe(2);
    expect(pcm.length).toBe(bytesOf('abc def'));
  });
});

describe('an engine that fails', () => {
  it('is given plain words at once, and its host lives', async () => {
    await using hosts = await startHosts(1);
    const { pids } = hosts.pool;
    const pcm = await speak(hosts.renderer, `abc${faults.fails}def`);
    expect(hosts.failOvers()).toBe(1);
    expect(pcm.length).toBe(bytesOf('abc def'));
    expect(hosts.pool.pids).toEqual(pids);
  });
});

interface Hosts extends AsyncDisposable {
  pool: HostPool;
  renderer: Renderer;
  failOvers(): number;
}

async function startHosts(hosts: number, options: { silenceTimeoutMs?: number } = {}): Promise<Hosts> {
  const pool = new HostPool({ hosts, engines: ['tone'], env: { SHOAL_TONE_FAULTS: '1' }, ...options });
  await pool.ready();
  let failOvers = 0;
  const renderer = rendererOver(pool.dial, () => {
    failOvers += 1;
  });
  return { pool, renderer, failOvers: () => failOvers, [Symbol.asyncDispose]: () => pool.close() };
}

function rendererOver(dial: Dial, onFailOver: () => void = () => {}): Renderer {
  const admission = new Admission({ places: 16, longestQueue: 16 });
  return createRenderer({ dial, admission, catalogue: new VoiceCatalogue(toneOnly), onFailOver });
}

const pcm = {
  format: { container: 'pcm', sampleRate: 16_000 },
  volumeDb: 0,
  normalizeLoudness: false,
} as const;

async function speak(renderer: Renderer, ...texts: string[]): Promise<Buffer> {
  const session = renderer.open(pcm);
  for (const text of texts) session.say(tones(text));
  session.end();
  return (await listen(session)).bytes;
}

/** 20 ms a character, 16 kHz, 16 bits. */
function bytesOf(text: string): number {
  return text.length * 640;
}

/** The host that has worked most. */
async function busiest(pool: HostPool): Promise<number[]> {
  const worked = await Promise.all(pool.pids.map(async (pid) => ({ pid, ticks: await cpuTicks(pid) })));
  return worked
    .sort((a, b) => b.ticks - a.ticks)
    .slice(0, 1)
    .map(({ pid }) => pid);
}

function withCount(engine: Engine, count: (samples: number) => void): Engine {
  return {
    manifest: engine.manifest,
    load: async () => {
      const { createSynthesizer } = await engine.load();
      const synthesizer = await createSynthesizer();
      const counting: typeof synthesizer = {
        close: () => synthesizer.close(),
        synthesize: (utterance, options) => {
          const audio = (samples: Float32Array) => {
            count(samples.length);
            options.sink.audio(samples);
          };
          return synthesizer.synthesize(utterance, { ...options, sink: { ...options.sink, audio } });
        },
      };
      return { createSynthesizer: async () => counting };
    },
  };
}
