/** The subjects that gateways and workers meet on, all below a prefix, so that several Shoals may share a NATS. */
export class Subjects {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Workers tell what they have. */
  get announcements(): string {
    return `${this.#prefix}.workers`;
  }

  /** A gateway that has just come asks workers to tell. */
  get roll(): string {
    return `${this.#prefix}.roll`;
  }

  /** Jobs of a kind wait here for a worker that has room for one. */
  jobs(kind: string): string {
    return `${this.#prefix}.jobs.${kind}`;
  }

  /** A worker that was full has room for a job of any kind. */
  get room(): string {
    return `${this.#prefix}.room`;
  }

  /** One end says that it lives. */
  beats(end: string): string {
    return `${this.#prefix}.beats.${end}`;
  }
}
