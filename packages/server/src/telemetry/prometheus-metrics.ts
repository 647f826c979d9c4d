import type { RenderWatch } from '@shoal/speech';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metering } from '../metering/metering.ts';
import { MeasuredMetering } from './measured-metering.ts';
import type { JobQueue, MetricSources, Metrics, OpenHolds } from './metrics.ts';

/** Figures in the text format of Prometheus, with those of the process and its event loop. */
export class PrometheusMetrics implements Metrics {
  readonly #registry = new Registry();
  readonly #registers = [this.#registry];

  readonly #requests = new Counter({
    name: 'shoal_requests_total',
    help: 'Responses and live handshakes',
    labelNames: ['endpoint', 'status'],
    registers: this.#registers,
  });
  readonly #jobs = new Counter({
    name: 'shoal_jobs_total',
    help: 'Pieces of work that are on the books, by how they ended; 499: the client left',
    labelNames: ['endpoint', 'model', 'status'],
    registers: this.#registers,
  });
  readonly #textBytes = new Counter({
    name: 'shoal_text_bytes_total',
    help: 'UTF-8 bytes of text that was spoken',
    labelNames: ['endpoint'],
    registers: this.#registers,
  });
  readonly #audioSeconds = new Counter({
    name: 'shoal_audio_seconds_total',
    help: 'Length of the audio that was made or listened to',
    labelNames: ['endpoint'],
    registers: this.#registers,
  });
  readonly #audioBytes = new Counter({
    name: 'shoal_audio_bytes_total',
    help: 'Encoded audio that came from engine hosts',
    registers: this.#registers,
  });
  readonly #failOvers = new Counter({
    name: 'shoal_fail_overs_total',
    help: 'Times that a render lost its host and went on in another',
    registers: this.#registers,
  });
  readonly #firstAudio = new Histogram({
    name: 'shoal_first_audio_seconds',
    help: 'From the request, or the first text of a stretch of live speech, to the first audio',
    labelNames: ['endpoint'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5],
    registers: this.#registers,
  });
  readonly #realTimeFactor = new Histogram({
    name: 'shoal_real_time_factor',
    help: 'Time that a host took to synthesize and encode an utterance, by the length of its audio',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
    registers: this.#registers,
  });
  readonly #waits = new Histogram({
    name: 'shoal_queue_wait_seconds',
    help: 'How long renders waited for a place and a host',
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30],
    registers: this.#registers,
  });

  readonly #liveSockets = new Gauge({
    name: 'shoal_live_sockets',
    help: 'Open live sockets, idle ones included',
    registers: this.#registers,
  });

  constructor(sources: MetricSources) {
    collectDefaultMetrics({ register: this.#registry });
    this.#lookAtQueues(sources.queues);
    this.#lookAtHosts(sources.hosts);
    this.#lookAtBooks(sources.books);
  }

  readonly renders: RenderWatch = {
    waited: (waitedMs) => this.#waits.observe(waitedMs / 1_000),
    failedOver: () => this.#failOvers.inc(),
    said: ({ synthesisMs, encodingMs, audioMs }) => {
      if (audioMs > 0) this.#realTimeFactor.observe((synthesisMs + encodingMs) / audioMs);
    },
    ended: (audioBytes) => this.#audioBytes.inc(audioBytes),
  };

  answered(endpoint: string, status: number | 'aborted'): void {
    this.#requests.inc({ endpoint, status });
  }

  liveSockets(open: number): void {
    this.#liveSockets.set(open);
  }

  measure(metering: Metering): Metering {
    return new MeasuredMetering(metering, {
      heard: ({ endpoint }, afterMs) => this.#firstAudio.observe({ endpoint }, afterMs / 1_000),
      ended: ({ endpoint, model }, { status, textBytes = 0, audioSeconds = 0 }) => {
        this.#jobs.inc({ endpoint, model, status });
        this.#textBytes.inc({ endpoint }, textBytes);
        this.#audioSeconds.inc({ endpoint }, audioSeconds);
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All figures, as they are now. */
  expose(): Promise<string> {
    return this.#registry.metrics();
  }

  #lookAtQueues(queues: MetricSources['queues']): void {
    if (!queues) return;
    const gauge = (name: string, help: string, figureOf: (queue: JobQueue) => number) =>
      new Gauge({
        name,
        help,
        labelNames: ['kind'],
        registers: this.#registers,
        collect() {
          for (const [kind, queue] of Object.entries(queues)) this.set({ kind }, figureOf(queue));
        },
      });
    gauge('shoal_job_places', 'Jobs that may be at work at once', (queue) => queue.places);
    gauge('shoal_active_jobs', 'Jobs at work', (queue) => queue.taken);
    gauge('shoal_queue_depth', 'Jobs that wait for a place', (queue) => queue.queued);
    gauge(
      'shoal_queue_oldest_seconds',
      'For how long the first job in the queue has waited',
      (queue) => queue.longestWaitMs / 1_000,
    );
  }

  #lookAtHosts(hosts: MetricSources['hosts']): void {
    if (!hosts) return;
    new Gauge({
      name: 'shoal_hosts_ready',
      help: 'Engine hosts that can work',
      registers: this.#registers,
      collect() {
        this.set(hosts.readyHosts);
      },
    });
    new Gauge({
      name: 'shoal_waiting_for_workers',
      help: 'Jobs that have a place and wait for a worker',
      registers: this.#registers,
      collect() {
        this.set(hosts.waiting ?? 0);
      },
    });
    new Counter({
      name: 'shoal_host_restarts_total',
      help: 'Engine hosts of this machine that ended by themselves and were replaced',
      registers: this.#registers,
      collect() {
        this.reset();
        this.inc(hosts.lostHosts ?? 0);
      },
    });
  }

  #lookAtBooks(books: MetricSources['books']): void {
    if (!books) return;
    new Gauge({
      name: 'shoal_unsettled_jobs',
      help: 'Finished work that is not on the books yet',
      registers: this.#registers,
      collect() {
        this.set(books.unsettled);
      },
    });
    const holds = (name: string, help: string, figureOf: (holds: OpenHolds) => number) =>
      new Gauge({
        name,
        help: `${help}; absent while the database is away`,
        registers: this.#registers,
        async collect() {
          this.remove();
          const found = await books.openHolds().catch(() => undefined);
          if (found) this.set(figureOf(found));
        },
      });
    holds('shoal_wallet_holds', 'Holds on credit for work under way, of all servers', ({ count }) => count);
    holds('shoal_wallet_hold_oldest_seconds', 'Age of the oldest hold', ({ oldestMs }) => oldestMs / 1_000);
  }
}
