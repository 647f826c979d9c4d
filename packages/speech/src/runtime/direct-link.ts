import type { Link, LinkListener } from './link.ts';

class DirectLink<Sent, Received> implements Link<Sent, Received> {
  peer!: DirectLink<Received, Sent>;
  #listener: LinkListener<Received> | undefined;
  #open = true;

  send(frame: Sent): void {
    if (this.#open) queueMicrotask(() => this.peer.deliver(frame));
  }

  listen(listener: LinkListener<Received>): void {
    this.#listener = listener;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    queueMicrotask(() => this.peer.hangUp());
  }

  deliver(frame: Received): void {
    if (this.#open) this.#listener?.frame(frame);
  }

  hangUp(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#listener?.closed();
  }
}

/** Two ends of a link within this process. */
export function directLink<Sent, Received>(): [Link<Sent, Received>, Link<Received, Sent>] {
  const near = new DirectLink<Sent, Received>();
  const far = new DirectLink<Received, Sent>();
  near.peer = far;
  far.peer = near;
  return [near, far];
}
