import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { CLIENT_LEFT } from '../metering/metering.ts';
import { Problem } from '../speaking/problem.ts';

/** A client that takes nothing for so long is gone, whatever its connection says. */
const STALL_TIMEOUT_MS = 60_000;

/** Aborts when the client leaves before the answer is complete. */
export function leavingOf({ raw }: FastifyReply): AbortSignal {
  const leaving = new AbortController();
  const leave = () => {
    if (!raw.writableFinished) leaving.abort(new Problem(CLIENT_LEFT, 'The client left'));
  };
  raw.once('close', leave);
  // Before anybody was there to notice.
  if (raw.destroyed) leave();
  return leaving.signal;
}

/** The client left: there is nobody to answer. */
export function abandon(reply: FastifyReply): undefined {
  if (!reply.sent) reply.hijack();
  return undefined;
}

/** Resolves when the client has read enough, or is gone. One that reads nothing for long is cut off. */
export function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const stalled = setTimeout(() => response.destroy(), STALL_TIMEOUT_MS);
    const done = () => {
      clearTimeout(stalled);
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}
