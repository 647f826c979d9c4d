import type { Narration } from '@shoal/speech';
import type { Meter } from '../metering/metering.ts';

type Input = { text: string } | 'flush' | 'stop';

export interface PaidNarrationOptions {
  narration: Narration;
  /** Called for each stretch of speech. May throw. */
  openMeter(): Meter;
  /** There is no money, or no leave, for what came last. What came before is said to its end, and nothing more. */
  onRefused(error: unknown): void;
  /** Everything up to a flush had been said already when it came. */
  onNothingToFlush(): void;
}

/**
 * A narration whose text is paid for before it is spoken. A stretch of speech, from its first text to the flush
 * after which all is said, is one piece of work on the books: between stretches nothing is held, and the account
 * may do something else.
 */
export class PaidNarration {
  readonly #options: PaidNarrationOptions;
  /** Of the present stretch; undefined between two. */
  #meter: Meter | undefined;
  readonly #inputs: Input[] = [];
  /** Inputs wait for the answer of the books. */
  #waits = false;
  /** Nothing more is taken: the rest is refused, or the end is near. */
  #isOver = false;
  /** The last input was a flush, when all had been said already. */
  #isFlushed = false;
  /** Text has reached the narration. */
  #hasPassed = false;
  #givenBytes = 0;
  /** What former stretches have settled. */
  #settled = { textBytes: 0, audioSeconds: 0 };

  constructor(options: PaidNarrationOptions) {
    this.#options = options;
  }

  /** Characters that wait to be paid for, or to be turned into utterances. */
  get backlog(): number {
    const waiting = this.#inputs.reduce(
      (sum, input) => sum + (typeof input === 'string' ? 0 : input.text.length),
      0,
    );
    return this.#options.narration.backlog + waiting;
  }

  /** Something of the present stretch has been said. */
  get hasSpoken(): boolean {
    return this.#options.narration.spokenBytes > this.#settled.textBytes;
  }

  text(text: string): void {
    if (text !== '') this.#take({ text });
  }

  flush(): void {
    this.#take('flush');
  }

  stop(): void {
    this.#take('stop');
  }

  heard(): void {
    this.#meter?.heard();
  }

  /** A flush has been said: if nothing follows yet, the stretch is over. */
  pause(): void {
    const isOver = this.#options.narration.isIdle && this.#inputs.length === 0 && !this.#waits;
    if (!isOver || !this.#meter) return;
    // The next stretch must find free what this one holds.
    if (this.#meter.isHolding) this.#waitFor(this.#settle(200));
    else void this.#settle(200);
  }

  /** Settles the last stretch; what still waits is never said. Resolves when it is on the books. */
  end(status: number): Promise<void> {
    this.#isOver = true;
    this.#inputs.length = 0;
    return this.#settle(status);
  }

  async #settle(status: number): Promise<void> {
    const meter = this.#meter;
    if (!meter) return;
    this.#meter = undefined;
    const { spokenBytes, audioSeconds } = this.#options.narration;
    const before = this.#settled;
    this.#settled = { textBytes: spokenBytes, audioSeconds };
    await meter.end({
      status,
      textBytes: spokenBytes - before.textBytes,
      audioSeconds: audioSeconds - before.audioSeconds,
    });
  }

  #take(input: Input): void {
    if (this.#isOver) return;
    this.#inputs.push(input);
    this.#feed();
  }

  #feed(): void {
    while (!this.#waits && !this.#isOver) {
      const input = this.#inputs.shift();
      if (input === undefined) {
        if (this.#isFlushed) this.pause();
        return;
      }
      if (typeof input !== 'string') {
        this.#joinFollowing(input);
        this.#givenBytes += Buffer.byteLength(input.text);
      }
      const payment = this.#pay();
      if (payment === undefined) this.#pass(input);
      else this.#waitFor(payment.then(() => this.#pass(input)));
    }
  }

  /** What came while the books were asked is paid for in one go. */
  #joinFollowing(input: { text: string }): void {
    for (let next = this.#inputs[0]; next !== undefined && typeof next !== 'string'; next = this.#inputs[0]) {
      input.text += next.text;
      this.#inputs.shift();
    }
  }

  /** Covers all text that is not settled. Undefined: it is covered. */
  #pay(): Promise<void> | undefined {
    const textBytes = this.#givenBytes - this.#settled.textBytes;
    if (textBytes === 0) return undefined;
    try {
      this.#meter ??= this.#options.openMeter();
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#meter.cover(textBytes);
  }

  #waitFor(work: Promise<void>): void {
    this.#waits = true;
    work.then(
      () => {
        this.#waits = false;
        this.#feed();
      },
      (error) => this.#refuse(error),
    );
  }

  #refuse(error: unknown): void {
    const { narration, onRefused } = this.#options;
    this.#isOver = true;
    this.#inputs.length = 0;
    onRefused(error);
    if (this.#hasPassed) narration.stop();
    else narration.cancel();
  }

  #pass(input: Input): void {
    // The client may have left while the books were asked.
    if (this.#isOver) return;
    const { narration, onNothingToFlush } = this.#options;
    this.#isFlushed = false;
    if (input === 'stop') {
      narration.stop();
    } else if (input !== 'flush') {
      this.#hasPassed = true;
      narration.text(input.text);
    } else if (narration.flush()) {
      this.#isFlushed = true;
      onNothingToFlush();
    }
  }
}
