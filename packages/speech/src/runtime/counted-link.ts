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

  speaks(voice: string): boolean {
    return this.#link.speaks?.(voice) ?? true;
  }

  listen(listener: LinkListener<JobReplyFrame>): void {
    this.#link.listen({
      frame: (frame) => listener.frame(frame),
      closed: (why) => {
        this.#end();
        listener.closed(why);
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
