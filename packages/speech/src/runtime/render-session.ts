import { randomInt } from 'node:crypto';
import type { EncoderCheckpoint } from '../audio/encoder.ts';
import type { VoiceCatalogue } from '../catalogue.ts';
import { SpeechError } from '../error.ts';
import type { Utterance, WordTiming } from '../utterance.ts';
import type { Admission } from './admission.ts';
import { Bell } from './bell.ts';
import type { RenderOptions, ReplyFrame } from './frame.ts';
import type { ClosedWhy, Dial, RenderLink } from './link.ts';
import type { RenderWatch } from './render-watch.ts';
import { MOST_FAILURES, soften } from './softening.ts';

/** Audio that may wait in the gateway for a slow listener. */
const WINDOW_BYTES = 256 * 1024;
const GRANT_BYTES = WINDOW_BYTES / 4;
/** Hosts lost in a row, without a byte of audio between them, after which there is no hope. */
const MOST_HOSTS_LOST = 16;

export type RenderEvent =
  /** Encoded audio, the next piece of the stream. */
  | { kind: 'audio'; bytes: Uint8Array }
  | { kind: 'words'; seq: number; words: WordTiming[] }
  /** All audio of the utterance has come, but for what a codec holds until more follows: with its pause it ends here. */
  | { kind: 'said'; seq: number; endSeconds: number };

export interface RenderSessionOptions extends RenderOptions {
  dial: Dial;
  admission: Admission;
  catalogue: VoiceCatalogue;
  /** Called when a host was lost and the render goes on elsewhere. */
  onFailOver?: ((failures: number) => void) | undefined;
  watch?: RenderWatch | undefined;
}

interface Entry {
  seq: number;
  utterance: Utterance;
  failures: number;
  /** End in the stream (samples, output rate), once said. */
  end?: number;
  /** The listener has been told. */
  told: boolean;
}

/**
 * One audio stream, seen from the gateway. Say utterances at any time, `end`, and iterate what comes. When the
 * host is lost, another one carries on where the audio stopped; the listener hears one stream. Leaving the
 * loop, or `cancel`, frees the engine.
 */
export class RenderSession implements AsyncIterable<RenderEvent> {
  readonly #options: RenderSessionOptions;
  readonly #serial = randomInt(2 ** 32);
  readonly #abort = new AbortController();
  readonly #arrived = new Bell();
  readonly #events: RenderEvent[] = [];
  /** Utterances whose audio is not all delivered, in order. */
  #entries: Entry[] = [];
  /** Where the first entry starts in the stream. */
  #start = 0;
  #nextSeq = 0;
  /** The first utterance that the present host does not know. */
  #nextToSend = 0;
  #endSent = false;
  #utterancesSaid = 0;
  #ended = false;
  #finished = false;
  #failure: unknown;
  #link: RenderLink | undefined;
  #connecting = false;
  #checkpoint: EncoderCheckpoint | undefined;
  #undelivered = 0;
  #ungranted = 0;
  #hostsLost = 0;
  #audioBytes = 0;
  #leave: (() => void) | undefined;

  constructor(options: RenderSessionOptions) {
    this.#options = options;
  }

  /** Appends an utterance. Returns its number in the session, from 0. */
  say(utterance: Utterance): number {
    const entry: Entry = { seq: this.#nextSeq++, utterance, failures: 0, told: false };
    this.#entries.push(entry);
    if (this.#link?.speaks?.(utterance.voice) === false) this.#leaveHost();
    this.#sayUnsaid();
    this.#work();
    return entry.seq;
  }

  /** Has a host wait for what will be said, so that sound begins sooner. Until then it takes nobody's place. */
  prepare(): void {
    if (this.#link || this.#connecting || this.#finished) return;
    this.#connecting = true;
    const opened = async () => this.#open(await this.#options.dial(this.#abort.signal));
    // Whoever says something tries again, and is told what is wrong.
    void opened()
      .catch(() => {})
      .finally(() => {
        this.#connecting = false;
        this.#work();
      });
  }

  /** How many utterances are complete audio, in their order. */
  get utterancesSaid(): number {
    return this.#utterancesSaid;
  }

  /** Length of the audio that came so far. */
  get audioSeconds(): number {
    return (this.#checkpoint?.samples ?? 0) / this.#options.format.sampleRate;
  }

  /** Nothing more will be said: the stream is completed. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#sayUnsaid();
    this.#work();
  }

  cancel(): void {
    if (this.#finished) return;
    this.#finish(new SpeechError('cancelled', 'the render was cancelled'));
  }

  async *[Symbol.asyncIterator](): AsyncIterator<RenderEvent> {
    try {
      for (;;) {
        const event = this.#events.shift();
        if (event) {
          yield event;
          if (event.kind === 'audio') this.#delivered(event.bytes.length);
        } else if (this.#failure) {
          throw this.#failure;
        } else if (this.#finished) {
          return;
        } else {
          await this.#arrived.wait();
        }
      }
    } finally {
      this.cancel();
    }
  }

  get #busy(): boolean {
    return !this.#finished && (this.#ended || this.#entries.some((entry) => entry.end === undefined));
  }

  /** Of what is still to be said. */
  get #voices(): string[] {
    return this.#entries.map(({ utterance }) => utterance.voice);
  }

  /** Has another host go on: this one lacks the engine of a voice that has come. */
  #leaveHost(): void {
    this.#link?.close();
    this.#link = undefined;
  }

  /** Makes sure that someone works on what is open, or frees the place when nothing is. */
  #work(): void {
    if (!this.#busy) {
      this.#leave?.();
      this.#leave = undefined;
    } else if (!this.#connecting && !(this.#link && this.#leave)) {
      this.#connecting = true;
      void this.#connect().catch((error) => this.#finish(error));
    }
  }

  async #connect(): Promise<void> {
    const { dial, admission, watch } = this.#options;
    const { signal } = this.#abort;
    const startedAtMs = performance.now();
    try {
      if (!this.#leave) this.#hold(await admission.enter(signal));
      if (!this.#link) this.#open(await dial(signal, this.#voices));
      this.#sayUnsaid();
      watch?.waited(performance.now() - startedAtMs);
    } finally {
      this.#connecting = false;
    }
    this.#work();
  }

  /** Keeps a place, unless the session ended while it was on its way. */
  #hold(leave: () => void): void {
    if (this.#finished) leave();
    else this.#leave = leave;
  }

  /** Has a host carry on from what the listener has. */
  #open(link: RenderLink): void {
    if (this.#finished) {
      link.close();
      return;
    }
    this.#link = link;
    const { format, volumeDb, normalizeLoudness, wordTimes } = this.#options;
    link.listen({
      frame: (frame) => this.#receive(frame),
      closed: (why) => this.#lost(why),
    });
    link.send({
      kind: 'open',
      options: { format, volumeDb, normalizeLoudness, wordTimes },
      serial: this.#serial,
      resume: this.#checkpoint,
      credit: WINDOW_BYTES - this.#undelivered,
    });
    this.#ungranted = 0;
    this.#nextToSend = this.#entries[0]?.seq ?? this.#nextSeq;
    this.#endSent = false;
  }

  /** Gives the host what it has not been given, once there is a place for it. */
  #sayUnsaid(): void {
    const link = this.#link;
    if (!link || !this.#leave) return;
    const { catalogue } = this.#options;
    let start = this.#start;
    for (const { seq, utterance, failures, end } of this.#entries) {
      const skip = Math.max(0, (this.#checkpoint?.samples ?? 0) - start);
      if (seq >= this.#nextToSend)
        link.send({ kind: 'say', seq, utterance: soften(utterance, failures, catalogue), skip });
      start = end ?? Number.POSITIVE_INFINITY;
    }
    this.#nextToSend = this.#nextSeq;
    if (this.#ended && !this.#endSent) link.send({ kind: 'end' });
    this.#endSent = this.#ended;
  }

  #receive(frame: ReplyFrame): void {
    if (this.#finished) return;
    switch (frame.kind) {
      case 'audio':
        this.#hostsLost = 0;
        this.#checkpoint = frame.checkpoint;
        this.#undelivered += frame.bytes.length;
        this.#audioBytes += frame.bytes.length;
        this.#dropDelivered(frame.checkpoint.samples);
        this.#tell({ kind: 'audio', bytes: frame.bytes });
        break;
      case 'words':
        this.#tell({ kind: 'words', seq: frame.seq, words: frame.words });
        break;
      case 'said':
        this.#said(frame.seq, frame.position);
        if (frame.work) this.#options.watch?.said(frame.work);
        break;
      case 'done':
        this.#finish(undefined);
        break;
      case 'failure':
        this.#failed(frame);
        break;
    }
  }

  #said(seq: number, position: number): void {
    const entry = this.#entries.find((candidate) => candidate.seq === seq);
    if (!entry) return;
    entry.end = position;
    if (!entry.told) {
      entry.told = true;
      this.#utterancesSaid += 1;
      this.#tell({ kind: 'said', seq, endSeconds: position / this.#options.format.sampleRate });
    }
    this.#dropDelivered(this.#checkpoint?.samples ?? 0);
    this.#work();
  }

  #dropDelivered(samples: number): void {
    for (
      let first = this.#entries[0];
      first?.end !== undefined && first.end <= samples;
      first = this.#entries[0]
    ) {
      this.#start = first.end;
      this.#entries.shift();
    }
  }

  #failed({ code, message, seq }: Extract<ReplyFrame, { kind: 'failure' }>): void {
    const entry = this.#entries.find((candidate) => candidate.seq === seq);
    if (code !== 'engine_failed' || !entry) {
      this.#finish(new SpeechError(code, message));
      return;
    }
    // An engine that says that it failed will do so again: go straight to plainer words.
    entry.failures = Math.max(entry.failures, 1);
    this.#lost();
  }

  /** The host is gone, or of no use to this render any more. */
  #lost(why?: ClosedWhy): void {
    if (this.#finished) return;
    this.#link?.close();
    this.#link = undefined;
    this.#hostsLost += 1;
    if (this.#hostsLost > MOST_HOSTS_LOST) {
      this.#finish(new SpeechError('engine_lost', 'the engine hosts keep dying'));
      return;
    }
    const speaking = this.#entries.find((entry) => entry.end === undefined);
    if (speaking) {
      if (why !== 'unreachable') speaking.failures += 1;
      this.#options.onFailOver?.(speaking.failures);
      this.#options.watch?.failedOver();
      if (speaking.failures >= MOST_FAILURES) {
        this.#finish(new SpeechError('engine_failed', 'no engine could speak this text'));
        return;
      }
    }
    this.#work();
  }

  #delivered(bytes: number): void {
    this.#undelivered -= bytes;
    this.#ungranted += bytes;
    if (this.#ungranted < GRANT_BYTES) return;
    this.#link?.send({ kind: 'credit', bytes: this.#ungranted });
    this.#ungranted = 0;
  }

  #tell(event: RenderEvent): void {
    this.#events.push(event);
    this.#arrived.ring();
  }

  #finish(failure: unknown): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#options.watch?.ended(this.#audioBytes);
    this.#failure = failure;
    this.#link?.close();
    this.#link = undefined;
    this.#abort.abort(failure);
    this.#leave?.();
    this.#leave = undefined;
    this.#arrived.ring();
  }
}
