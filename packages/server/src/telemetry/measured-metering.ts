import type { Identity } from '../keys/identity.ts';
import type { Meter, Metering, Outcome, Work } from '../metering/metering.ts';

export interface WorkObserver {
  /** The first audio came so long after the work began. */
  heard(work: Work, afterMs: number): void;
  ended(work: Work, outcome: Outcome): void;
}

/** Also tells somebody what becomes of the work. */
export class MeasuredMetering implements Metering {
  readonly #metering: Metering;
  readonly #observer: WorkObserver;

  constructor(metering: Metering, observer: WorkObserver) {
    this.#metering = metering;
    this.#observer = observer;
  }

  begin(identity: Identity, work: Work): Meter {
    const meter = this.#metering.begin(identity, work);
    const observer = this.#observer;
    const startedAtMs = performance.now();
    let isHeard = false;
    let isOver = false;
    return {
      get voice() {
        return meter.voice;
      },
      set voice(voice) {
        meter.voice = voice;
      },
      get isHolding() {
        return meter.isHolding;
      },
      cover: (amount) => meter.cover(amount),
      heard: () => {
        meter.heard();
        if (!isHeard) observer.heard(work, performance.now() - startedAtMs);
        isHeard = true;
      },
      end: (outcome) => {
        if (!isOver) observer.ended(work, outcome);
        isOver = true;
        return meter.end(outcome);
      },
    };
  }
}
