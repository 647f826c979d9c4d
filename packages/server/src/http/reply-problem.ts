import { problemBody, validationBody, WireError } from '@shoal/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, toProblem } from '../speaking/problem.ts';

/** Answers with the documented body of the failure, and logs what is the server's own fault. */
export function replyProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (WireError.isInstance(error) && error.code === 'invalid') {
    return reply.code(422).send(validationBody(error.issues, request.headers['user-agent']));
  }
  const problem = toProblem(fromFastify(error));
  if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, 'request failed');
  if (problem.retryAfter) void reply.header('Retry-After', problem.retryAfter);
  return reply.code(problem.status).send(problemBody(problem.status, problem.message));
}

/** What the HTTP layer itself refuses (a body too large, a broken request line) keeps its status. */
function fromFastify(error: unknown): unknown {
  if (!(error instanceof Error) || !('statusCode' in error)) return error;
  const status = Number(error.statusCode);
  if (status === 413) return new Problem(413, 'The request body is too large');
  return status >= 400 && status < 500 ? new Problem(status, 'The request cannot be read') : error;
}
