import type { ReplyFrame, RequestFrame } from './frame.ts';
import type { JobReplyFrame, JobRequestFrame, Link, LinkListener } from './link.ts';
import type { RecordingReplyFrame, RecordingRequestFrame } from './recordings/recording-frame.ts';
import { RecordingJob } from './recordings/recording-job.ts';
import type { Rooms } from './recordings/rooms.ts';
import { Render } from './render.ts';
import type { Studio } from './studio.ts';

/** What a host has for its jobs. */
export interface Workplace {
  studio: Studio;
  rooms: Rooms;
}

/** Has a new link's job done. Which one it is, the first frame says. */
export function receiveJob(link: Link<JobReplyFrame, JobRequestFrame>, { studio, rooms }: Workplace): void {
  link.listen({
    frame: (first) => {
      if (first.kind === 'recordings') {
        new RecordingJob(new ReadLink<RecordingReplyFrame, RecordingRequestFrame>(link, first), rooms);
      } else {
        new Render(new ReadLink<ReplyFrame, RequestFrame>(link, first as RequestFrame), studio);
      }
    },
    closed: () => {},
  });
}

/** A link whose first frame has been read already; its listener gets it all the same. */
class ReadLink<Sent, Received> implements Link<Sent, Received> {
  readonly #link: Link<Sent, Received>;
  readonly #first: Received;

  constructor(link: Link<Sent, Received>, first: Received) {
    this.#link = link;
    this.#first = first;
  }

  send(frame: Sent): void {
    this.#link.send(frame);
  }

  listen(listener: LinkListener<Received>): void {
    this.#link.listen(listener);
    listener.frame(this.#first);
  }

  close(): void {
    this.#link.close();
  }
}
