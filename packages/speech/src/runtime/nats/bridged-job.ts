import type { ClosedWhy, Dial, JobLink, JobReplyFrame, JobRequestFrame } from '../link.ts';
import type { NatsLink } from './nats-link.ts';

/** A gateway that takes a job back without a word leaves no frame. */
const FIRST_FRAME_MS = 1_000;

export interface BridgedJobOptions {
  far: NatsLink<JobReplyFrame, JobRequestFrame>;
  /** To a host of this worker. */
  dial: Dial<JobLink>;
  /** Whether anybody has to work for it. A render whose text is still being written has nothing to do in between. */
  onBusy(isBusy: boolean): void;
  onOver(): void;
}

/** One job on its way through a worker: between the link to its gateway and the link to one of the worker's hosts. */
export class BridgedJob {
  readonly #far: NatsLink<JobReplyFrame, JobRequestFrame>;
  readonly #options: BridgedJobOptions;
  readonly #abort = new AbortController();
  readonly #early: JobRequestFrame[] = [];
  readonly #firstFrame: NodeJS.Timeout;
  #near: JobLink | undefined;
  /** Utterances of a render that are still to be said; a job of another kind is at work all the time. */
  #unsaid = 0;
  #isRender = false;
  #hasEnded = false;
  #isBusy = true;
  #isOver = false;

  constructor(options: BridgedJobOptions) {
    this.#options = options;
    this.#far = options.far;
    this.#firstFrame = setTimeout(() => this.end(), FIRST_FRAME_MS);
    this.#far.listen({ frame: (frame) => this.#toHost(frame), closed: () => this.end() });
    void this.#connect();
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Has the gateway go on with it elsewhere. */
  move(): void {
    this.#far.move();
    this.end();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#firstFrame);
    this.#abort.abort();
    this.#near?.close();
    this.#far.close();
    this.#setBusy(false);
    this.#options.onOver();
  }

  async #connect(): Promise<void> {
    try {
      const near = await this.#options.dial(this.#abort.signal);
      if (this.#isOver) return near.close();
      this.#near = near;
      near.listen({ frame: (frame) => this.#toGateway(frame), closed: (why) => this.#hostEnded(why) });
      for (const frame of this.#early.splice(0)) near.send(frame);
    } catch {
      // There is no host any more: the worker stops, or they keep dying.
      this.move();
    }
  }

  #hostEnded(why: ClosedWhy | undefined): void {
    if (why === 'unreachable') this.move();
    else this.end();
  }

  #toHost(frame: JobRequestFrame): void {
    clearTimeout(this.#firstFrame);
    if (frame.kind === 'open') this.#isRender = true;
    if (frame.kind === 'say') this.#unsaid += 1;
    if (frame.kind === 'end') this.#hasEnded = true;
    this.#updateBusy();
    if (this.#near) this.#near.send(frame);
    else this.#early.push(frame);
  }

  #toGateway(frame: JobReplyFrame): void {
    if (frame.kind === 'said') this.#unsaid -= 1;
    this.#far.send(frame);
    this.#updateBusy();
  }

  #updateBusy(): void {
    this.#setBusy(!this.#isRender || this.#unsaid > 0 || this.#hasEnded);
  }

  #setBusy(isBusy: boolean): void {
    if (isBusy === this.#isBusy) return;
    this.#isBusy = isBusy;
    this.#options.onBusy(isBusy);
  }
}
