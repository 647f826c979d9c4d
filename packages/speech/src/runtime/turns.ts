/** One who takes turns: whoever has not been heard yet goes first. */
export interface TurnTaker {
  readonly heard: boolean;
}

interface Waiting {
  taker: TurnTaker;
  begin: () => void;
}

/**
 * Shares one thread among renders. A turn is a few milliseconds of work; between two turns the event loop
 * runs, so that new requests and cancellations are read. Renders that have not been heard yet go first, the
 * others in the order in which they asked, which makes it round robin.
 */
export class Turns {
  readonly #unheard: Waiting[] = [];
  readonly #heard: Waiting[] = [];
  #busy = false;

  /** Resolves to the function that ends the turn. */
  take(taker: TurnTaker): Promise<() => void> {
    return new Promise((resolve) => {
      const begin = () => resolve(this.#endOfTurn());
      (taker.heard ? this.#heard : this.#unheard).push({ taker, begin });
      if (!this.#busy) this.#next();
    });
  }

  #endOfTurn(): () => void {
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      setImmediate(() => this.#next());
    };
  }

  #next(): void {
    const next = this.#unheard.shift() ?? this.#heard.shift();
    this.#busy = next !== undefined;
    next?.begin();
  }
}
