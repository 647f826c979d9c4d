import { encode } from '@msgpack/msgpack';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { SpeechError } from '../../error.ts';
import type { SynthesizerManifest } from '../../synthesizer.ts';
import { Bell } from '../bell.ts';
import type { Dial, JobLink, JobReplyFrame, JobRequestFrame } from '../link.ts';
import { type Announcement, jobKinds } from './announcement.ts';
import { JobLine } from './job-line.ts';
import { NatsEnd } from './nats-end.ts';
import type { Acceptance, NatsLink, OnMistake } from './nats-link.ts';
import { Subjects } from './subjects.ts';
import { WorkerRoll } from './worker-roll.ts';

/** How long after the connection is there workers may take to tell that they are. */
const ROLL_MS = 1_500;
/** A worker that has taken a job says so at once. */
const ACCEPT_MS = 350;
/** Between two attempts while all workers are at work, if none says that it has room. */
const RETRY_MS = 10;
const DEFAULT_WAIT_MS = 10_000;

export interface NatsHostsOptions {
  connection: NatsConnection;
  /** First part of every subject. */
  prefix: string;
  /** The engines that this program knows. */
  engines: readonly { manifest: SynthesizerManifest }[];
  /** How many jobs may wait for a worker. */
  longestQueue: number;
  /** How long one may. */
  waitMs?: number;
  onMistake: OnMistake;
}

type NearLink = NatsLink<JobRequestFrame, JobReplyFrame>;

/** The engine hosts of workers, seen from a gateway: links to whichever has room. */
export class NatsHosts {
  readonly #options: NatsHostsOptions;
  readonly #subjects: Subjects;
  readonly #end: NatsEnd;
  readonly #engineOf: ReadonlyMap<string, string>;
  readonly #roll: WorkerRoll;
  readonly #roomNotices: Subscription;
  /** Rings when a worker that was full has room. */
  readonly #room = new Bell();
  /** By what the jobs in them need. */
  readonly #lines = new Map<string, JobLine>();
  #attempts = 0;
  #isClosed = false;

  constructor(options: NatsHostsOptions) {
    const { connection, prefix, engines, onMistake } = options;
    this.#options = options;
    this.#subjects = new Subjects(prefix);
    this.#roll = new WorkerRoll(connection, this.#subjects);
    const onReconnect = () => this.#roll.call();
    this.#end = new NatsEnd({ connection, subjects: this.#subjects, onMistake, onReconnect });
    this.#engineOf = new Map(
      engines.flatMap(({ manifest }) => manifest.voices.map(({ id }) => [id, manifest.id] as const)),
    );
    this.#roomNotices = connection.subscribe(this.#subjects.room, { callback: () => this.#room.ring() });
    this.#roll.call();
  }

  /** Jobs that wait for a worker. */
  get waiting(): number {
    return [...this.#lines.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Engine hosts of all workers that are ready. */
  get readyHosts(): number {
    return this.#roll.present.reduce((sum, { hosts }) => sum + hosts, 0);
  }

  /** Ids of what workers can listen with. */
  get recognizers(): string[] {
    return [...new Set(this.#roll.present.flatMap(({ recognizers }) => recognizers))];
  }

  /** Ids of the engines that some worker speaks with. */
  get engines(): string[] {
    return [...new Set(this.#roll.present.flatMap(({ engines }) => engines))];
  }

  /** Whether some worker has the engine of a voice. */
  speaks(voice: string): boolean {
    return this.engines.includes(this.#engineOf.get(voice) ?? '');
  }

  /** A link to a worker that speaks with the engines of all of these voices. */
  readonly dialRender: Dial<JobLink> = (signal, voices = []) => {
    const needed = [...new Set(voices.flatMap((voice) => this.#engineOf.get(voice) ?? []))];
    return this.#dial(signal, {
      line: jobKinds.render(needed),
      kinds: () => this.#roll.renderKinds(needed),
      missing: 'no worker has the engine of this voice',
      speaks: (voice, { engines }) => engines.includes(this.#engineOf.get(voice) ?? ''),
    });
  };

  /** A link to a worker that analyses recordings. */
  readonly dialRecordings: Dial<JobLink> = (signal) =>
    this.#dial(signal, {
      line: jobKinds.recordings,
      kinds: () => (this.#roll.present.length > 0 ? [jobKinds.recordings] : []),
      missing: 'there is no worker',
    });

  /** A link to a worker that recognizes speech. */
  readonly dialRecognition: Dial<JobLink> = (signal) =>
    this.#dial(signal, {
      line: jobKinds.recognition,
      kinds: () => (this.recognizers.length > 0 ? [jobKinds.recognition] : []),
      missing: 'no worker recognizes speech',
    });

  /** Resolves when a worker can speak. */
  async ready(signal: AbortSignal): Promise<void> {
    while (this.readyHosts === 0) {
      signal.throwIfAborted();
      await this.#roll.changed();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#roomNotices.unsubscribe();
    this.#roll.close();
    this.#room.ring();
    this.#end.close();
  }

  async #dial(signal: AbortSignal, wanted: Wanted): Promise<JobLink> {
    const line = this.#lineOf(wanted);
    // Those who wait already go first.
    const link = line.length === 0 ? await this.#offerOnce(signal, wanted) : undefined;
    if (link) return link;
    if (this.waiting >= this.#options.longestQueue) {
      throw new SpeechError('overloaded', 'too many requests are waiting');
    }
    const deadlineMs = performance.now() + (this.#options.waitMs ?? DEFAULT_WAIT_MS);
    const letNextAsk = await line.turn(signal);
    try {
      return await this.#offerUntilTaken(signal, wanted, deadlineMs);
    } finally {
      letNextAsk();
    }
  }

  #lineOf({ line }: Wanted): JobLine {
    let known = this.#lines.get(line);
    if (!known) {
      known = new JobLine();
      this.#lines.set(line, known);
    }
    return known;
  }

  async #offerUntilTaken(signal: AbortSignal, wanted: Wanted, deadlineMs: number): Promise<JobLink> {
    for (;;) {
      const link = await this.#offerOnce(signal, wanted);
      if (link) return link;
      const isServed = wanted.kinds().length > 0;
      if (this.#end.isConnected && !isServed && this.#hasCalledRoll) throw unserved(wanted);
      if (performance.now() > deadlineMs) {
        if (!this.#end.isConnected) throw new SpeechError('engine_lost', 'the workers cannot be reached');
        throw isServed ? new SpeechError('overloaded', 'all workers are busy') : unserved(wanted);
      }
      const retry = setTimeout(() => this.#room.ring(), RETRY_MS);
      await this.#room.wait();
      clearTimeout(retry);
    }
  }

  async #offerOnce(signal: AbortSignal, wanted: Wanted): Promise<JobLink | undefined> {
    signal.throwIfAborted();
    if (this.#isClosed) throw new SpeechError('engine_lost', 'the connection to the workers was closed');
    if (!this.#end.isConnected) return undefined;
    for (const kind of wanted.kinds()) {
      const link = await this.#offer(kind, signal, wanted);
      if (link) return link;
      signal.throwIfAborted();
    }
    return undefined;
  }

  /** Whoever is there has had the time to say so. */
  get #hasCalledRoll(): boolean {
    return performance.now() - this.#end.connectedAtMs > ROLL_MS;
  }

  /** Offers a job. Resolves to nothing when no worker takes it now. */
  #offer(kind: string, signal: AbortSignal, { speaks }: Wanted): Promise<JobLink | undefined> {
    const { connection } = this.#options;
    const attempt = this.#attempts++;
    return new Promise((resolve) => {
      const settle = (taken: boolean) => {
        clearTimeout(timeout);
        signal.removeEventListener('abort', giveUp);
        if (!taken) link.close();
        resolve(taken ? job : undefined);
      };
      const giveUp = () => settle(false);
      let worker: Announcement | undefined;
      const job: JobLink = {
        send: (frame) => link.send(frame),
        listen: (listener) => link.listen(listener),
        close: () => link.close(),
        speaks: (voice) => !worker || !speaks || speaks(voice, worker),
      };
      const link: NearLink = this.#end.open<JobRequestFrame, JobReplyFrame>(
        {
          onNobody: giveUp,
          onAcceptance: (acceptance: Acceptance) => {
            if (acceptance.attempt !== attempt) return false;
            worker = this.#roll.find(acceptance.worker);
            this.#end.join(link, acceptance.worker, acceptance.inbox);
            settle(true);
            return true;
          },
        },
        giveUp,
      );
      const timeout = setTimeout(giveUp, ACCEPT_MS);
      signal.addEventListener('abort', giveUp, { once: true });
      const offer = encode({ gateway: this.#end.id, attempt });
      connection.publish(this.#subjects.jobs(kind), offer, { reply: link.inbox });
    });
  }
}

interface Wanted {
  /** What it waits in: jobs with the same needs. */
  line: string;
  /** Kinds of jobs that workers who can do it take. */
  kinds(): string[];
  /** What to say where nobody can. */
  missing: string;
  /** Whether a worker has the engine of a voice. */
  speaks?(voice: string, worker: Announcement): boolean;
}

function unserved({ missing }: Wanted): SpeechError {
  return new SpeechError('unsupported', missing);
}
