import type { ReplyFrame, RequestFrame } from './frame.ts';
import type { RecordingReplyFrame, RecordingRequestFrame } from './recordings/recording-frame.ts';

/**
 * An ordered two-way carrier of the frames of one job. Carriers differ in where the other end is
 * (this process, a child process, another machine); the code at both ends does not.
 */
export interface Link<Sent, Received> {
  /** Never blocks; frames sent on a closed link are dropped. */
  send(frame: Sent): void;
  /** Called once, in the same turn in which the link was obtained, so that no frame is missed. */
  listen(listener: LinkListener<Received>): void;
  /** Closes both ends. The other end's listener is told; this end's is not. */
  close(): void;
}

export interface LinkListener<Received> {
  frame(frame: Received): void;
  /** The other end closed the link or died. No frame follows. */
  closed(why?: ClosedWhy): void;
}

/** The other end did not end by itself: nothing is known against the job, and it may go on elsewhere. */
export type ClosedWhy = 'unreachable';

/** The frames of all kinds of jobs, of which a link carries one: the first frame of a request says which. */
export type JobRequestFrame = RequestFrame | RecordingRequestFrame;
export type JobReplyFrame = ReplyFrame | RecordingReplyFrame;

interface Speaks {
  /** Whether the other end has the engine of a voice; absent where it has all. */
  speaks?(voice: string): boolean;
}

/** The gateway's end. */
export type JobLink = Link<JobRequestFrame, JobReplyFrame> & Speaks;
export type RenderLink = Link<RequestFrame, ReplyFrame> & Speaks;
export type RecordingLink = Link<RecordingRequestFrame, RecordingReplyFrame>;
/** The host's end. */
export type HostLink = Link<ReplyFrame, RequestFrame>;

/**
 * Gets a link to a host that has room, and the engines of the given voices. Rejects with a SpeechError: `overloaded`
 * when none has room, `unsupported` when none has the engines, `engine_lost` when none can be reached.
 */
export type Dial<JobsLink = RenderLink> = (
  signal: AbortSignal,
  voices?: readonly string[],
) => Promise<JobsLink>;
