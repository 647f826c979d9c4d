import { isIPv6 } from 'node:net';
import { Problem } from '../speaking/problem.ts';

export interface FailedAttemptsOptions {
  /** Failures that one party may have within a window. */
  most?: number;
  windowMs?: number;
  /** Parties that are remembered. */
  addresses?: number;
}

/** Keeps those who guess keys from guessing many. */
export class FailedAttempts {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #addresses: number;
  /** The times of the last failures, by party; who failed last is last. */
  readonly #failedAtMs = new Map<string, number[]>();

  constructor({ most = 30, windowMs = 60_000, addresses = 10_000 }: FailedAttemptsOptions = {}) {
    this.#most = most;
    this.#windowMs = windowMs;
    this.#addresses = addresses;
  }

  /**
   * To be called before a key is looked at.
   *
   * @throws Problem 429 to a party that has failed too often
   */
  check(address: string): void {
    const times = this.#failedAtMs.get(partyOf(address)) ?? [];
    const [first] = times;
    if (first === undefined || times.length < this.#most) return;
    const leftMs = first + this.#windowMs - performance.now();
    if (leftMs <= 0) return;
    throw new Problem(429, 'Too many attempts with keys that are not valid', {
      retryAfter: Math.ceil(leftMs / 1000),
    });
  }

  failed(address: string): void {
    const party = partyOf(address);
    const times = this.#failedAtMs.get(party) ?? [];
    times.push(performance.now());
    if (times.length > this.#most) times.shift();
    this.#failedAtMs.delete(party);
    this.#failedAtMs.set(party, times);
    this.#makeRoom();
  }

  #makeRoom(): void {
    for (const oldest of this.#failedAtMs.keys()) {
      if (this.#failedAtMs.size <= this.#addresses) return;
      this.#failedAtMs.delete(oldest);
    }
  }
}

/** Who has an address: IPv6 is given out by the /64, and IPv4 comes as IPv6 where a server listens to both. */
function partyOf(address: string): string {
  const withoutZone = address.replace(/%.*$/, '');
  if (!isIPv6(withoutZone)) return address;
  const groups = groupsOf(withoutZone);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (!isMapped) return groups.slice(0, 4).join(':');
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // URLs have no dotted quads in IPv6 addresses: `::ffff:1.2.3.4` is `::ffff:102:304`.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = canonical
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16));
}
