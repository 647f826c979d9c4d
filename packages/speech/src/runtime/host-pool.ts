import { SpeechError } from '../error.ts';
import { Bell } from './bell.ts';
import { HostProcess } from './host-process.ts';
import type { Dial, JobLink } from './link.ts';

/** A host that lived shorter than this died of something that will come again: wait before the next. */
const SHORT_LIFE_MS = 5_000;
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 8_000;

export type PoolEvent =
  | { event: 'host ready'; pid: number | undefined; startMs: number }
  | { event: 'host lost'; pid: number | undefined; ready: boolean }
  | { event: 'host complains'; pid: number | undefined; line: string };

export interface HostPoolOptions {
  /** Engine processes, at least 1. */
  hosts: number;
  /** Ids of the engines that every host loads. */
  engines: readonly string[];
  env?: NodeJS.ProcessEnv | undefined;
  startTimeoutMs?: number;
  silenceTimeoutMs?: number;
  onEvent?: (event: PoolEvent) => void;
}

interface Member {
  host: HostProcess;
  ready: boolean;
  since: number;
}

/** Keeps a number of engine hosts alive and gives links to the least loaded. */
export class HostPool {
  readonly #options: HostPoolOptions;
  readonly #members = new Set<Member>();
  readonly #changed = new Bell();
  readonly #pending = new Set<NodeJS.Timeout>();
  #hosts: number;
  #shortLives = 0;
  #lostHosts = 0;
  #closed = false;

  constructor(options: HostPoolOptions) {
    this.#options = options;
    this.#hosts = options.hosts;
    this.#spawn();
    void this.ready(1).then(
      () => this.#spawnRest(),
      () => {},
    );
  }

  /** Keeps so many hosts from now on, at least as many as before. */
  grow(hosts: number): void {
    this.#hosts = hosts;
    if (this.readyHosts > 0) this.#spawnRest();
  }

  /**
   * Resolves when so many hosts are ready, all unless told otherwise. Rejects when hosts keep dying while
   * starting.
   */
  async ready(count = this.#hosts): Promise<void> {
    while (this.readyHosts < count) {
      if (this.#closed) throw new SpeechError('engine_lost', 'the engine hosts were stopped');
      if (this.#shortLives > 3 * this.#hosts) {
        throw new SpeechError('engine_lost', 'the engine hosts end before they are ready');
      }
      await this.#changed.wait();
    }
  }

  get readyHosts(): number {
    return [...this.#members].filter((member) => member.ready).length;
  }

  /** Hosts that ended without being told to, each of which another one has replaced or will. */
  get lostHosts(): number {
    return this.#lostHosts;
  }

  get pids(): number[] {
    return [...this.#members].flatMap(({ host }) => host.pid ?? []);
  }

  /** Ids of the recognizers that every ready host has. */
  get recognizers(): string[] {
    const [first, ...others] = [...this.#members].filter((member) => member.ready);
    const ids = first?.host.recognizers ?? [];
    return ids.filter((id) => others.every(({ host }) => host.recognizers.includes(id)));
  }

  /** Renders at work in the hosts, by their own last word. */
  get renders(): number {
    return [...this.#members].reduce((sum, { host }) => sum + host.renders, 0);
  }

  /** Jobs over recordings in the hosts, by their own last word. */
  get recordingJobs(): number {
    return [...this.#members].reduce((sum, { host }) => sum + host.recordingJobs, 0);
  }

  /** A link to the ready host with the fewest; waits while there is none. */
  readonly dial: Dial<JobLink> = async (signal) => {
    for (;;) {
      signal.throwIfAborted();
      if (this.#closed) throw new SpeechError('engine_lost', 'the engine hosts were stopped');
      const [best] = [...this.#members]
        .filter((member) => member.ready && member.host.isOpen)
        .sort((a, b) => a.host.links - b.host.links);
      if (best) return best.host.connect();
      await this.#changed.wait();
    }
  };

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#pending) clearTimeout(timer);
    for (const { host } of this.#members) host.kill();
    while (this.#members.size > 0) await this.#changed.wait();
    this.#changed.ring();
  }

  /** The first host has the machine to itself while it warms up, so that there is one soon. */
  #spawnRest(): void {
    const missing = this.#hosts - this.#members.size - this.#pending.size;
    for (let i = 0; i < missing && !this.#closed; i++) this.#spawn();
  }

  #spawn(): void {
    const { engines, env, startTimeoutMs = 60_000, silenceTimeoutMs = 5_000, onEvent } = this.#options;
    const since = performance.now();
    const host = new HostProcess({
      engines,
      env,
      startTimeoutMs,
      silenceTimeoutMs,
      onComplaint: (line) => onEvent?.({ event: 'host complains', pid: host.pid, line }),
      onExit: () => this.#lost(member),
    });
    const member: Member = { host, ready: false, since };
    this.#members.add(member);
    void host.ready.then(
      () => {
        member.ready = true;
        onEvent?.({ event: 'host ready', pid: host.pid, startMs: performance.now() - since });
        this.#changed.ring();
      },
      () => {},
    );
  }

  #lost(member: Member): void {
    this.#members.delete(member);
    if (!this.#closed) {
      this.#lostHosts += 1;
      this.#options.onEvent?.({ event: 'host lost', pid: member.host.pid, ready: member.ready });
      const shortLived = performance.now() - member.since < SHORT_LIFE_MS;
      this.#shortLives = shortLived ? this.#shortLives + 1 : 0;
      this.#respawnAfter(shortLived ? this.#backoffMs() : 0);
    }
    this.#changed.ring();
  }

  #backoffMs(): number {
    return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.#shortLives - 1));
  }

  #respawnAfter(delayMs: number): void {
    const timer = setTimeout(() => {
      this.#pending.delete(timer);
      if (!this.#closed) this.#spawn();
    }, delayMs);
    this.#pending.add(timer);
  }
}
