import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemBody, requestIdHeader } from '@shoal/wire';
import type { Problem } from '../speaking/problem.ts';

/** Answers on a bare connection and ends it: no request could be read, or no WebSocket is to be had. */
export function answerPlainly(socket: Duplex, problem: Problem, requestId: string): void {
  if (!socket.writable) return;
  const body = JSON.stringify(problemBody(problem.status, problem.message));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(problem.retryAfter ? [`Retry-After: ${problem.retryAfter}`] : []),
    `${requestIdHeader.name}: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
