import type { VoiceCatalogue } from '../catalogue.ts';
import type { RequestFrame } from './frame.ts';
import type { RenderLink } from './link.ts';
import { soften } from './softening.ts';
import type { UtteranceQueue } from './utterance-queue.ts';

/** Credit is worth a frame once it is as much as this. */
const GRANT_BYTES = 64 * 1024;

/** A host that works for a session, and what it has been told so far. */
export class BriefedHost {
  readonly #link: RenderLink;
  /** The first utterance that it does not know. */
  #nextSeq = 0;
  #knowsTheEnd = false;
  #ungrantedBytes = 0;

  constructor(link: RenderLink, opening: Extract<RequestFrame, { kind: 'open' }>) {
    this.#link = link;
    link.send(opening);
  }

  /** Whether it has the engine of a voice. */
  speaks(voice: string): boolean {
    return this.#link.speaks?.(voice) ?? true;
  }

  /** Tells it what it does not know yet of what is to be said, and whether that is all. */
  brief(queue: UtteranceQueue, isAll: boolean, catalogue: VoiceCatalogue): void {
    for (const { queued, skip } of queue.from(this.#nextSeq)) {
      const utterance = soften(queued.utterance, queued.failures, catalogue);
      this.#link.send({ kind: 'say', seq: queued.seq, utterance, skip });
      this.#nextSeq = queued.seq + 1;
    }
    if (isAll && !this.#knowsTheEnd) this.#link.send({ kind: 'end' });
    this.#knowsTheEnd = isAll;
  }

  /** Lets it send so many bytes more. */
  grant(bytes: number): void {
    this.#ungrantedBytes += bytes;
    if (this.#ungrantedBytes < GRANT_BYTES) return;
    this.#link.send({ kind: 'credit', bytes: this.#ungrantedBytes });
    this.#ungrantedBytes = 0;
  }

  /** Frees it. */
  close(): void {
    this.#link.close();
  }
}
