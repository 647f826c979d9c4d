import { decode, encode } from '@msgpack/msgpack';
import { headers, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import type { Dial, JobLink, JobReplyFrame, JobRequestFrame } from '../link.ts';
import { type Announcement, jobKinds } from './announcement.ts';
import { BridgedJob } from './bridged-job.ts';
import { JobDesk } from './job-desk.ts';
import { JobOffer } from './job-offer.ts';
import { NatsEnd } from './nats-end.ts';
import type { OnMistake } from './nats-link.ts';
import { Subjects } from './subjects.ts';

const ANNOUNCE_MS = 1_000;
/** A gateway that stands still for a moment keeps its jobs: of one that is gone, a worker does little more than is under way. */
const GATEWAY_SILENCE_MS = 2_000;
/** How often a worker that stops looks whether its jobs are done. */
const DRAIN_POLL_MS = 20;

export interface NatsWorkerOptions {
  connection: NatsConnection;
  /** First part of every subject. */
  prefix: string;
  /** Ids of the engines that its hosts speak with. */
  engines: readonly string[];
  /** The hosts of this machine. */
  hosts: {
    dial: Dial<JobLink>;
    readonly readyHosts: number;
    readonly recognizers: string[];
  };
  /** Hosts that recognize speech. */
  recognition: { dial: Dial<JobLink> };
  /** Jobs of each kind that it works on at once. */
  slots: { renders: number; recordings: number; recognitions: number };
  onMistake: OnMistake;
}

/** Takes jobs from gateways for the hosts of this machine, over NATS. Begins when it is told that hosts are ready. */
export class NatsWorker {
  readonly #options: NatsWorkerOptions;
  readonly #subjects: Subjects;
  readonly #end: NatsEnd;
  readonly #jobs = new Set<BridgedJob>();
  readonly #roll: Subscription;
  readonly #announcing: NodeJS.Timeout;
  #desks: JobDesk[] = [];
  #isLeaving = false;

  constructor(options: NatsWorkerOptions) {
    const { connection, prefix, onMistake } = options;
    this.#options = options;
    this.#subjects = new Subjects(prefix);
    this.#end = new NatsEnd({
      connection,
      subjects: this.#subjects,
      silenceMs: GATEWAY_SILENCE_MS,
      onMistake,
      onReconnect: () => this.#announce(),
    });
    this.#roll = connection.subscribe(this.#subjects.roll, { callback: () => this.#announce() });
    this.#announcing = setInterval(() => this.#announce(), ANNOUNCE_MS);
  }

  /** Jobs at work. */
  get jobs(): number {
    return this.#jobs.size;
  }

  /** Asks for jobs, from now on. */
  begin(): void {
    const { engines, hosts, recognition, slots } = this.#options;
    this.#desks = [
      this.#desk(jobKinds.render(engines), slots.renders, hosts.dial),
      this.#desk(jobKinds.recordings, slots.recordings, hosts.dial),
      ...(hosts.recognizers.length > 0
        ? [this.#desk(jobKinds.recognition, slots.recognitions, recognition.dial)]
        : []),
    ];
    this.#announce();
  }

  /**
   * Takes no more jobs and resolves when those at work are done, or after so many milliseconds, with the rest sent
   * elsewhere. Renders that wait for more text go elsewhere at once.
   */
  async leave(deadlineMs: number): Promise<void> {
    this.#isLeaving = true;
    for (const desk of this.#desks) desk.close();
    this.#announce();
    const endMs = performance.now() + deadlineMs;
    while (this.#jobs.size > 0 && performance.now() < endMs) {
      for (const job of [...this.#jobs]) if (!job.isBusy) job.move();
      await new Promise((resolve) => setTimeout(resolve, DRAIN_POLL_MS));
    }
    for (const job of [...this.#jobs]) job.move();
    clearInterval(this.#announcing);
    this.#roll.unsubscribe();
    if (this.#end.isConnected) await this.#options.connection.flush();
    this.#end.close();
  }

  #desk(kind: string, slots: number, dial: Dial<JobLink>): JobDesk {
    const desk: JobDesk = new JobDesk({
      connection: this.#options.connection,
      subject: this.#subjects.jobs(kind),
      slots,
      onRoom: () => this.#options.connection.publish(this.#subjects.room),
      onOffer: (message) => this.#take(message, desk, dial),
    });
    return desk;
  }

  #take(message: Msg, desk: JobDesk, dial: Dial<JobLink>): void {
    const offer = JobOffer.safeParse(decodeOrUndefined(message.data));
    if (!offer.success || !message.reply) return;
    if (this.#options.hosts.readyHosts === 0) {
      // What NATS itself says where nobody is.
      this.#options.connection.publish(message.reply, undefined, { headers: headers(503, 'No room') });
      return;
    }
    const { gateway, attempt } = offer.data;
    const far = this.#end.open<JobReplyFrame, JobRequestFrame>();
    this.#end.join(far, gateway, message.reply);
    far.accept({ attempt, worker: this.#end.id, inbox: far.inbox });
    desk.take();
    const job: BridgedJob = new BridgedJob({
      far,
      dial,
      onBusy: (isBusy) => (isBusy ? desk.take() : desk.free()),
      onOver: () => this.#jobs.delete(job),
    });
    this.#jobs.add(job);
  }

  #announce(): void {
    if (!this.#end.isConnected) return;
    const { connection, engines, hosts } = this.#options;
    // Hosts that died will be back: the worker keeps its name among those who have these engines.
    const serves = !this.#isLeaving && this.#desks.length > 0;
    const announcement: Announcement = {
      worker: this.#end.id,
      engines: serves ? [...engines] : [],
      recognizers: serves ? hosts.recognizers : [],
      hosts: serves ? hosts.readyHosts : 0,
    };
    connection.publish(this.#subjects.announcements, encode(announcement));
  }
}

function decodeOrUndefined(message: Uint8Array): unknown {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
}
