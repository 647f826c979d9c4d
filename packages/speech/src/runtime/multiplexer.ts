import type { Duplex } from 'node:stream';
import { decode, encode } from '@msgpack/msgpack';
import type { Link, LinkListener } from './link.ts';

/** Body length (u32) and channel (u32), big-endian; an empty body closes the channel. */
const HEADER_BYTES = 8;
/** A frame above this is a broken stream, not speech. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;
const CONTROL_CHANNEL = 0;

export interface MultiplexerOptions {
  /** Frames that are sent without a pause leave together, at the end of what runs now; otherwise each at once. */
  gathers?: boolean;
}

/** Many links, and one control channel, over one byte stream. Both ends of the stream run one. */
export class Multiplexer<Sent, Received, ControlSent = never, ControlReceived = never> {
  readonly #stream: Duplex;
  readonly #gathers: boolean;
  readonly #channels = new Map<number, Channel<Sent, Received>>();
  /** Those that nothing was sent on yet: the other end does not know of them. */
  readonly #silent = new Set<Channel<Sent, Received>>();
  #received: Buffer = Buffer.alloc(0);
  #lastChannel = CONTROL_CHANNEL;
  #open = true;
  /** The other end opened a link. */
  onLink: ((link: Link<Sent, Received>) => void) | undefined;
  onControl: ((message: ControlReceived) => void) | undefined;
  /** The stream ended or failed; every link has been told. */
  onClose: (() => void) | undefined;

  constructor(stream: Duplex, { gathers = false }: MultiplexerOptions = {}) {
    this.#stream = stream;
    this.#gathers = gathers;
    stream.on('data', (bytes: Buffer) => this.#receive(bytes));
    // A peer that dies shows as an error, an end or a close, in any combination.
    stream.on('error', () => this.#closed());
    stream.on('end', () => this.#closed());
    stream.on('close', () => this.#closed());
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Opens a link; only one of the two ends may call this. On a closed stream the link closes at once. */
  connect(): Link<Sent, Received> {
    let carrier: Carrier<Sent> | undefined;
    const channel: Channel<Sent, Received> = new Channel({
      // Channels have numbers in the order in which they are first heard of, whoever was opened first.
      send: (frame) => {
        if (!carrier) {
          carrier = this.#carry(++this.#lastChannel, channel);
          this.#silent.delete(channel);
        }
        carrier.send(frame);
      },
      close: () => {
        this.#silent.delete(channel);
        carrier?.close();
      },
    });
    if (this.#open) this.#silent.add(channel);
    else queueMicrotask(() => channel.closed());
    return channel;
  }

  control(message: ControlSent): void {
    this.#write(CONTROL_CHANNEL, encode(message));
  }

  close(): void {
    this.#stream.destroy();
    this.#closed();
  }

  #accept(id: number): Channel<Sent, Received> {
    const channel: Channel<Sent, Received> = new Channel({
      send: (frame) => carrier.send(frame),
      close: () => carrier.close(),
    });
    const carrier = this.#carry(id, channel);
    return channel;
  }

  /** Takes frames of a channel to and from the stream. */
  #carry(id: number, channel: Channel<Sent, Received>): Carrier<Sent> {
    this.#channels.set(id, channel);
    return {
      send: (frame) => this.#write(id, encode(frame, { ignoreUndefined: true })),
      close: () => {
        this.#channels.delete(id);
        this.#write(id, undefined);
      },
    };
  }

  #write(channel: number, body: Uint8Array | undefined): void {
    if (!this.#open) return;
    const length = body?.length ?? 0;
    const packet = Buffer.allocUnsafe(HEADER_BYTES + length);
    packet.writeUInt32BE(length, 0);
    packet.writeUInt32BE(channel, 4);
    if (body) packet.set(body, HEADER_BYTES);
    if (this.#gathers && this.#stream.writableCorked === 0) {
      this.#stream.cork();
      process.nextTick(() => this.#stream.uncork());
    }
    this.#stream.write(packet);
  }

  #receive(bytes: Buffer): void {
    let rest = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    while (this.#open && rest.length >= HEADER_BYTES) {
      const length = rest.readUInt32BE(0);
      if (length > MAX_FRAME_BYTES) {
        this.close();
        return;
      }
      if (rest.length < HEADER_BYTES + length) break;
      const body = rest.subarray(HEADER_BYTES, HEADER_BYTES + length);
      const channel = rest.readUInt32BE(4);
      rest = rest.subarray(HEADER_BYTES + length);
      this.#deliver(channel, body);
    }
    this.#received = rest;
  }

  #deliver(id: number, body: Buffer): void {
    if (id === CONTROL_CHANNEL) {
      this.onControl?.(decode(body) as ControlReceived);
      return;
    }
    const known = this.#channels.get(id);
    if (body.length === 0) {
      this.#channels.delete(id);
      known?.closed();
    } else if (known) {
      known.frame(decode(body) as Received);
    } else if (id > this.#lastChannel && this.onLink) {
      this.#lastChannel = id;
      const channel = this.#accept(id);
      this.onLink(channel);
      channel.frame(decode(body) as Received);
    }
    // Otherwise a frame that crossed with our close: nobody waits for it.
  }

  #closed(): void {
    if (!this.#open) return;
    this.#open = false;
    const channels = [...this.#channels.values(), ...this.#silent];
    this.#channels.clear();
    this.#silent.clear();
    for (const channel of channels) channel.closed();
    this.onClose?.();
  }
}

interface Carrier<Sent> {
  send(frame: Sent): void;
  close(): void;
}

class Channel<Sent, Received> implements Link<Sent, Received> {
  readonly #carrier: Carrier<Sent>;
  #listener: LinkListener<Received> | undefined;
  #open = true;

  constructor(carrier: Carrier<Sent>) {
    this.#carrier = carrier;
  }

  send(frame: Sent): void {
    if (this.#open) this.#carrier.send(frame);
  }

  listen(listener: LinkListener<Received>): void {
    this.#listener = listener;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#carrier.close();
  }

  frame(frame: Received): void {
    if (this.#open) this.#listener?.frame(frame);
  }

  closed(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#listener?.closed();
  }
}
