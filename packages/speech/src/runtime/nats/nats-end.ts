import { createInbox, type NatsConnection, nuid, type Subscription } from '@nats-io/transport-node';
import { NatsLink, type NatsLinkOptions, type OnMistake } from './nats-link.ts';
import type { Subjects } from './subjects.ts';

const BEAT_MS = 100;
/** Of a worker: somebody is listening. */
const SILENCE_MS = 350;

export interface NatsEndOptions {
  connection: NatsConnection;
  subjects: Subjects;
  /** How long the other end of a link may be silent, in milliseconds. */
  silenceMs?: number;
  onMistake: OnMistake;
  /** The connection is there again; nothing that was published meanwhile has been heard. */
  onReconnect?(): void;
}

/** The other end of some links. */
interface Peer {
  links: Set<NatsLink<never, never>>;
  heardAtMs: number;
  beats: Subscription;
}

/**
 * The links that a process has over NATS. While there are any, each end says ten times a second that it lives: one that
 * falls silent is gone, with all its links. When the connection breaks, messages are lost, so all links are over.
 */
export class NatsEnd {
  /** Of this process, for those at the other ends. */
  readonly id = nuid.next();
  readonly #connection: NatsConnection;
  readonly #subjects: Subjects;
  readonly #silenceMs: number;
  readonly #onMistake: OnMistake;
  readonly #peers = new Map<string, Peer>();
  /** Links whose other end is not known yet. */
  readonly #pending = new Set<NatsLink<never, never>>();
  #beating: NodeJS.Timeout | undefined;
  #beatAtMs = 0;
  #isConnected = true;
  #connectedAtMs = performance.now();

  constructor(options: NatsEndOptions) {
    const { connection, subjects, silenceMs = SILENCE_MS, onMistake, onReconnect } = options;
    this.#connection = connection;
    this.#subjects = subjects;
    this.#silenceMs = silenceMs;
    this.#onMistake = onMistake;
    void this.#followConnection(onReconnect);
  }

  get isConnected(): boolean {
    return this.#isConnected && !this.#connection.isClosed();
  }

  /** Since when, as `performance.now` tells it. */
  get connectedAtMs(): number {
    return this.#connectedAtMs;
  }

  /** A new end of a link; `join` says who is at the other one. */
  open<Sent, Received>(
    events: Pick<NatsLinkOptions, 'onAcceptance' | 'onNobody'> = {},
    onOver = () => {},
  ): NatsLink<Sent, Received> {
    const link: NatsLink<Sent, Received> = new NatsLink(this.#connection, {
      ...events,
      inbox: createInbox(),
      onMistake: this.#onMistake,
      onOver: () => {
        this.#forget(link as NatsLink<never, never>);
        onOver();
      },
    });
    this.#pending.add(link as NatsLink<never, never>);
    return link;
  }

  /** Says who is at the other end of a link, and where it listens. */
  join(link: NatsLink<never, never>, peerId: string, outbox: string): void {
    link.outbox = outbox;
    this.#pending.delete(link);
    if (!link.isOpen) return;
    let peer = this.#peers.get(peerId);
    if (!peer) {
      peer = this.#meet(peerId);
      this.#peers.set(peerId, peer);
    }
    peer.links.add(link);
    this.#beat();
  }

  /** Ends all links, as if the other ends were out of reach. */
  close(): void {
    this.#loseAll();
    clearInterval(this.#beating);
  }

  #meet(peerId: string): Peer {
    const beats = this.#connection.subscribe(this.#subjects.beats(peerId), {
      callback: () => {
        peer.heardAtMs = performance.now();
      },
    });
    const peer: Peer = { links: new Set(), heardAtMs: performance.now(), beats };
    return peer;
  }

  #forget(link: NatsLink<never, never>): void {
    this.#pending.delete(link);
    for (const [id, peer] of this.#peers) {
      if (!peer.links.delete(link) || peer.links.size > 0) continue;
      peer.beats.unsubscribe();
      this.#peers.delete(id);
    }
  }

  #beat(): void {
    if (this.#beating) return;
    this.#beatAtMs = performance.now();
    this.#beating = setInterval(() => this.#tick(), BEAT_MS);
    this.#publishBeat();
  }

  #tick(): void {
    if (this.#peers.size === 0) {
      clearInterval(this.#beating);
      this.#beating = undefined;
      return;
    }
    const nowMs = performance.now();
    // If our own event loop stood still, what they said meanwhile is still to be read.
    const stoodStill = nowMs - this.#beatAtMs > 2 * BEAT_MS;
    this.#beatAtMs = nowMs;
    this.#publishBeat();
    for (const peer of this.#peers.values()) {
      if (stoodStill) peer.heardAtMs = nowMs;
      else if (nowMs - peer.heardAtMs > this.#silenceMs) loseLinks(peer.links);
    }
  }

  #publishBeat(): void {
    if (this.isConnected) this.#connection.publish(this.#subjects.beats(this.id));
  }

  async #followConnection(onReconnect?: () => void): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === 'reconnect') {
        this.#isConnected = true;
        this.#connectedAtMs = performance.now();
        onReconnect?.();
      }
      if (status.type !== 'disconnect') continue;
      this.#isConnected = false;
      this.#loseAll();
    }
    this.#isConnected = false;
    this.#loseAll();
  }

  #loseAll(): void {
    loseLinks(this.#pending);
    for (const peer of this.#peers.values()) loseLinks(peer.links);
  }
}

function loseLinks(links: ReadonlySet<NatsLink<never, never>>): void {
  for (const link of [...links]) link.lose();
}
