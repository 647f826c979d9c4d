import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { postSpeech } from '../http/speech-call.ts';
import { accountCall, type Call, speechCall } from './calls.ts';
import { handshakeInput } from './handshake-inputs.ts';
import { exchange } from './http-exchange.ts';
import { httpInput } from './http-inputs.ts';
import { converse } from './live-conversation.ts';
import { describeAction, liveInput } from './live-inputs.ts';
import { type ObservedServer, startObservedServer } from './observed-server.ts';
import type { ServerState } from './observed-server-main.ts';
import { Random } from './random.ts';

/** Another one tries other inputs: `SHOAL_FUZZ_SEED=1 npx vitest run tests/fuzz`. */
const seed = Number(process.env.SHOAL_FUZZ_SEED ?? 20_261_120);
const inputs = { speech: 3_000, accounts: 3_000, handshake: 500, live: 1_500 };
const warmUp = 400;
/** Inputs under way at once. */
const concurrency = 16;
const mostGrowthBytes = 20 * 1024 * 1024;

let server: ObservedServer;
let before: ServerState;

/** Returns what is wrong with how the server takes an input, if anything. */
type Trial = (random: Random) => Promise<string | undefined>;

const tryHttp = async (random: Random, call: Call): Promise<string | undefined> => {
  const input = httpInput(random, server, call);
  const fault = await exchange(server, input);
  return fault && `${input.what}: ${fault}\n${Buffer.from(input.bytes).toString('latin1').slice(0, 2_000)}`;
};
const trySpeech: Trial = (random) => tryHttp(random, speechCall(random));
const tryAccounts: Trial = (random) => tryHttp(random, accountCall(random, server));

const tryHandshake: Trial = async (random) => {
  const input = handshakeInput(random, server);
  const fault = await exchange(server, input);
  return fault && `${fault}\n${Buffer.from(input.bytes).toString('latin1')}`;
};

const tryLive: Trial = async (random) => {
  const actions = liveInput(random);
  const fault = await converse(server, actions);
  return fault && [fault, ...actions.map(describeAction)].join('\n');
};

/** Tries so many inputs. The input of each number is the same in every run with this seed. */
const tryAll = async (trial: Trial, count: number, firstNumber: number): Promise<string[]> => {
  const faults: string[] = [];
  let next = firstNumber;
  const work = async () => {
    while (next < firstNumber + count && faults.length < 5) {
      const number = next++;
      const fault = await trial(new Random(seed, number)).catch((error: Error) => `${error.stack}`);
      if (fault) faults.push(`seed ${seed}, input ${number}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return faults;
};

/** Waits until the engines have nothing left to do. */
const settled = () =>
  vi.waitFor(
    async () => {
      const state = await server.state();
      expect([state.renders, state.inFlight]).toEqual([0, 0]);
      return state;
    },
    { timeout: 20_000, interval: 250 },
  );

beforeAll(async () => {
  server = await startObservedServer();
  for (const trial of [trySpeech, tryAccounts, tryHandshake, tryLive]) await tryAll(trial, warmUp, 1_000_000);
  before = await settled();
});
afterAll(() => server?.[Symbol.dispose]());

describe('A server that gets thousands of broken inputs', () => {
  it('answers speech requests only as documented', async () => {
    expect(await tryAll(trySpeech, inputs.speech, 0)).toEqual([]);
  });

  it('answers requests about accounts and money only as documented', async () => {
    expect(await tryAll(tryAccounts, inputs.accounts, 0)).toEqual([]);
  });

  it('refuses broken handshakes only as documented', async () => {
    expect(await tryAll(tryHandshake, inputs.handshake, 0)).toEqual([]);
  });

  it('ends live sessions only as documented', async () => {
    expect(await tryAll(tryLive, inputs.live, 0)).toEqual([]);
  });

  it('keeps its processes', async () => {
    expect(server.exit()).toBeNull();
    const { pids, readyHosts } = await settled();
    expect({ pids, readyHosts }).toEqual({ pids: before.pids, readyHosts: before.readyHosts });
  });

  it('has given back every place, and what was held', async () => {
    expect(await settled()).toMatchObject({ taken: 0, queued: 0, inFlight: 0 });
  });

  it('has books that add up', async () => {
    expect((await settled()).faultsOfBooks).toEqual([]);
  });

  it('still speaks', async () => {
    const response = await postSpeech(server, { text: 'Hello again.', format: 'pcm', sample_rate: 16_000 });
    expect(response.status).toBe(200);
    // Twelve sines of 20 ms, and a pause of a quarter of a second.
    expect((await response.arrayBuffer()).byteLength / 2 / 16_000).toBeCloseTo(0.49, 2);
  });

  it('has not grown', async () => {
    const { rss } = await settled();
    expect(rss - before.rss, 'bytes').toBeLessThan(mostGrowthBytes);
  });
});
