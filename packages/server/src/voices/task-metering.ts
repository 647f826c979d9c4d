import type { Identity } from '../keys/identity.ts';
import type { Meter, Metering, Outcome, Work } from '../metering/metering.ts';
import { wellKnownVoices } from '../speaking/built-in-voices.ts';

/** Also counts what voices were spoken with, where they were asked for and spoke to the end. */
export class TaskMetering implements Metering {
  readonly #metering: Metering;
  readonly #counts: { note(voiceId: string): void };

  constructor(metering: Metering, counts: { note(voiceId: string): void }) {
    this.#metering = metering;
    this.#counts = counts;
  }

  begin(identity: Identity, work: Work): Meter {
    const meter = this.#metering.begin(identity, work);
    const counts = this.#counts;
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
      cover: (textBytes) => meter.cover(textBytes),
      heard: () => meter.heard(),
      end: (outcome: Outcome) => {
        if (outcome.status === 200)
          for (const id of meter.voice?.split(',') ?? []) counts.note(wellKnownVoices[id] ?? id);
        return meter.end(outcome);
      },
    };
  }
}
