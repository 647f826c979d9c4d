import type { RenderWatch } from '@shoal/speech';
import type { Metering } from '../metering/metering.ts';

/** Places for jobs of one kind, and the jobs that wait for one. */
export interface JobQueue {
  readonly places: number;
  readonly taken: number;
  readonly queued: number;
  readonly longestWaitMs: number;
}

/** Money kept back for work under way, in the whole installation. */
export interface OpenHolds {
  count: number;
  oldestMs: number;
}

/** What is looked at whenever somebody asks for the figures. */
export interface MetricSources {
  /** By kind of job. */
  queues?: Readonly<Record<string, JobQueue>>;
  /** Engine processes of this server, or of its workers. */
  hosts?: HostFigures | undefined;
  books?: {
    /** Work that is done and not on the books yet. */
    readonly unsettled: number;
    openHolds(): Promise<OpenHolds>;
  };
}

export interface HostFigures {
  readonly readyHosts: number;
  /** Ever; absent where they are processes of other machines. */
  readonly lostHosts?: number;
  /** Jobs that wait for a worker; absent where there are none. */
  readonly waiting?: number;
}

/** What the server counts. Labels are names of this program: never users' text, keys, voices or addresses. */
export interface Metrics {
  /** A response is over. `status` is `aborted` when it was not written to its end. */
  answered(endpoint: string, status: number | 'aborted'): void;
  /** So many live sockets are open now. */
  liveSockets(open: number): void;
  /** The same, which also counts the work and its first audio. */
  measure(metering: Metering): Metering;
  /** Of renders. */
  readonly renders: RenderWatch;
}
