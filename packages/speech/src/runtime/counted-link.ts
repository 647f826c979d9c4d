import type { JobLink, JobReplyFrame, JobRequestFrame, LinkListener } from './link.ts';

/** A link that says once when it is over, whoever ended it. */
export class CountedLink implements JobLink {
  readonly #link: JobLink;
  #over: (() => void) | undefined;

  constructor(link: JobLink, over: () => void) {
    this.#link = link;
    this.#over = over;
  }

  send(frame: JobRequestFrame): void {
    this.#link.send(frame);
  }

  listen(listener: LinkListener<JobReplyFrame>): void {
    this.#link.listen({
      frame: (frame) => listener.frame(frame),
      closed: () => {
        this.#end();
        listener.closed();
      },
    });
  }

  close(): void {
    this.#link.close();
    this.#end();
  }

  #end(): void {
    this.#over?.();
    this.#over = undefined;
  }
}
