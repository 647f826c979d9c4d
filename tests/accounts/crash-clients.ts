import { randomInt, randomUUID } from 'node:crypto';
import { postSpeech } from '../http/speech-call.ts';
import { LiveClient } from '../live/live-client.ts';
import type { Administered, Customer } from './administrator.ts';

/** A server that may be gone at any moment. */
export interface Mortal extends Administered {
  webSocketUrl: string;
  /** Aborted when it is about to be killed. */
  killed: AbortSignal;
}

/** What somebody was told had happened. */
export interface Acknowledged {
  /** Top-ups, by reference. */
  topUps: Set<string>;
  /** Speeches over HTTP that came to their end, by the id of the request. */
  speeches: Map<string, { accountId: string; bytes: number }>;
  /** Speeches on live sockets that came to their end. */
  live: { accountId: string; bytes: number }[];
}

const words = 'masts were counted on the quay and nobody said a word about those that were missing ';

/** People who pay, speak and look at their money until the server is gone, and remember what they were told. */
export class CrashClients {
  readonly acknowledged: Acknowledged = { topUps: new Set(), speeches: new Map(), live: [] };
  /** Top-ups of which it is not known whether they happened: they are made again. */
  readonly #unsure = new Map<string, Customer>();
  readonly #customers: Customer[];
  #onAudio: () => void = () => {};

  constructor(customers: Customer[]) {
    this.#customers = customers;
  }

  /**
   * Has so many of them at work.
   *
   * @param pieces of audio, after which `heard` resolves
   * @returns `heard`, and `ended`, which resolves when the server is gone for all
   */
  work(server: Mortal, count: number, pieces: number): { heard: Promise<void>; ended: Promise<void> } {
    let left = pieces;
    const heard = new Promise<void>((resolve) => {
      this.#onAudio = () => {
        left -= 1;
        if (left === 0) resolve();
      };
    });
    const work = Array.from({ length: count }, () => this.#untilGone(server));
    return { heard, ended: Promise.all(work).then(() => undefined) };
  }

  /** Repeats the top-ups that went unanswered, as whoever pays would. */
  async makeSure(server: Mortal): Promise<void> {
    for (const [reference, customer] of this.#unsure) await this.#topUp(server, customer, reference);
  }

  async #untilGone(server: Mortal): Promise<void> {
    try {
      for (;;) {
        const customer = this.#customers[randomInt(this.#customers.length)] as Customer;
        const dice = randomInt(10);
        if (dice < 2) await this.#topUp(server, customer, randomUUID());
        else if (dice < 3) await this.#readWallet(server, customer);
        else if (dice < 5) await this.#speakLive(server, customer);
        else await this.#speak(server, customer);
      }
    } catch (error) {
      if (error instanceof Surprise || !server.killed.aborted) throw error;
    }
  }

  async #topUp(server: Mortal, customer: Customer, reference: string): Promise<void> {
    this.#unsure.set(reference, customer);
    const response = await fetch(`${server.url}/admin/v1/accounts/${customer.id}/top-ups`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${server.adminToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ amount: '0.01', reference }),
    });
    if (response.status !== 201) throw new Surprise(`a top-up is answered with ${response.status}`);
    this.acknowledged.topUps.add(reference);
    this.#unsure.delete(reference);
    await response.arrayBuffer();
  }

  async #readWallet(server: Mortal, { key }: Customer): Promise<void> {
    const response = await fetch(`${server.url}/wallet/self/api-credit`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    const { credit } = (await response.json()) as { credit: string };
    if (!(Number(credit) >= 0)) throw new Surprise(`a wallet has a credit of ${credit}`);
  }

  async #speak(server: Mortal, { id, key }: Customer): Promise<void> {
    const text = someText();
    const response = await postSpeech(
      { url: server.url, key },
      { text, format: 'pcm', reference_id: 'espeak-en-us' },
    );
    if (response.status !== 200 && response.status !== 402)
      throw new Surprise(`speech is answered with ${response.status}`);
    for await (const _piece of response.body ?? []) this.#onAudio();
    if (response.status !== 200) return;
    const requestId = response.headers.get('x-request-id') ?? '';
    this.acknowledged.speeches.set(requestId, { accountId: id, bytes: Buffer.byteLength(text) });
  }

  async #speakLive(server: Mortal, { id, key }: Customer): Promise<void> {
    const client = await LiveClient.connect({ webSocketUrl: server.webSocketUrl, key });
    const text = someText();
    client.start({ reference_id: 'espeak-en-us' });
    for (const word of text.match(/\S+\s*/g) ?? []) client.text(word);
    client.stop();
    await client.closed();
    if (client.finish?.reason === 'stop') {
      this.acknowledged.live.push({ accountId: id, bytes: Buffer.byteLength(text) });
    }
  }
}

/** Not that the server is gone, but that it does what it must not. */
class Surprise extends Error {
  override readonly name = 'Surprise';
}

/** Most texts are short, so that many are settled; some are long, so that some are being said. */
function someText(): string {
  const sentence = `${words.slice(0, randomInt(10, words.length)).trimEnd()}. `;
  return randomInt(4) === 0
    ? sentence.repeat(randomInt(1, 8))
    : `${words.slice(0, randomInt(4, 12)).trimEnd()}.`;
}
