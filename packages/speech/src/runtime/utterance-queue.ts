import type { Utterance } from '../utterance.ts';

/** An utterance whose audio is not all there yet. */
export interface QueuedUtterance {
  /** Its number in the session, from 0. */
  readonly seq: number;
  readonly utterance: Utterance;
  /** How often it was tried in vain. */
  failures: number;
  /** Where it ends in the stream with its pause (samples, output rate), once it was all said. */
  end?: number;
}

/** What a session has been asked to say and does not have all of, in order, and how far its audio has come. */
export class UtteranceQueue {
  #queued: QueuedUtterance[] = [];
  /** Where the first one starts in the stream. */
  #start = 0;
  /** Samples of the stream that have come. */
  #arrived = 0;
  #added = 0;

  /** Returns its number. */
  add(utterance: Utterance): number {
    const seq = this.#added++;
    this.#queued.push({ seq, utterance, failures: 0 });
    return seq;
  }

  find(seq: number | undefined): QueuedUtterance | undefined {
    return this.#queued.find((queued) => queued.seq === seq);
  }

  /** The first one that was not all said. */
  get unsaid(): QueuedUtterance | undefined {
    return this.#queued.find(({ end }) => end === undefined);
  }

  /** Of all that a host has to say from here on. */
  get voices(): string[] {
    return this.#queued.map(({ utterance }) => utterance.voice);
  }

  /** Those from a number on, and how many samples of each have come already. */
  *from(seq: number): Generator<{ queued: QueuedUtterance; skip: number }> {
    let start = this.#start;
    for (const queued of this.#queued) {
      if (queued.seq >= seq) yield { queued, skip: Math.max(0, this.#arrived - start) };
      start = queued.end ?? Number.POSITIVE_INFINITY;
    }
  }

  /** An utterance was all said, and ends at a position in the stream. Whether that is news. */
  said(seq: number, end: number): boolean {
    const queued = this.find(seq);
    if (!queued) return false;
    const isNews = queued.end === undefined;
    queued.end = end;
    this.#dropArrived();
    return isNews;
  }

  /** The audio of the stream has come up to here. */
  arrived(samples: number): void {
    this.#arrived = samples;
    this.#dropArrived();
  }

  #dropArrived(): void {
    for (
      let first = this.#queued[0];
      first?.end !== undefined && first.end <= this.#arrived;
      first = this.#queued[0]
    ) {
      this.#start = first.end;
      this.#queued.shift();
    }
  }
}
