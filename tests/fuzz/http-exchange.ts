import { connect } from 'node:net';
import { audioMediaTypes, endpoints, Problem, ValidationFailure } from '@shoal/wire';
import type { HttpInput } from './http-inputs.ts';
import type { ServerAddress } from './observed-server-main.ts';

/** Whoever is not answered by then never will be. */
const DEADLINE_MS = 30_000;
/** Enough to see that audio comes. */
const ENOUGH_BYTES = 256 * 1024;

const documentedStatuses = new Set([...Object.keys(endpoints.speak.replies).map(Number), 404]);
const documentedAudio: ReadonlySet<string> = new Set(Object.values(audioMediaTypes));

/** Sends the bytes over a connection of their own. Returns what is wrong with the answer, if anything. */
export async function exchange(server: ServerAddress, input: HttpInput): Promise<string | undefined> {
  const answer = await answerOf(server, input);
  if (answer === undefined) return `no answer and no end after ${DEADLINE_MS} ms`;
  return answer.length === 0 ? undefined : faultOf(answer, input.unfinished);
}

/** All bytes that come back until the server closes; undefined if it never does. */
function answerOf(
  { url }: ServerAddress,
  { bytes, unfinished, leaves }: HttpInput,
): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    const chunks: Buffer[] = [];
    let received = 0;
    const settle = (answer: Buffer | undefined) => {
      clearTimeout(deadline);
      socket.destroy();
      resolve(answer);
    };
    const deadline = setTimeout(() => settle(undefined), DEADLINE_MS);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      received += chunk.length;
      if (received > ENOUGH_BYTES) settle(Buffer.concat(chunks));
    });
    // A server that refuses early may reset what it does not read.
    socket.on('error', () => {});
    socket.on('close', () => settle(Buffer.concat(chunks)));
    socket.write(bytes, () => {
      if (leaves) settle(Buffer.alloc(0));
      else if (unfinished) socket.end();
    });
  });
}

/** `mayBreakOff`: the server gives up on clients that close their side. */
function faultOf(answer: Buffer, mayBreakOff: boolean): string | undefined {
  const headEnd = answer.indexOf('\r\n\r\n');
  const head = answer.toString('latin1', 0, headEnd < 0 ? undefined : headEnd);
  if (head.startsWith('HTTP/1.1 100 ')) {
    return headEnd + 4 === answer.length ? undefined : faultOf(answer.subarray(headEnd + 4), mayBreakOff);
  }
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  const mediaType = /^content-type: *([^;\r\n]*)/im.exec(head)?.[1] ?? '';
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1]);
  // A handshake that is as it should be.
  if (status === 101) return undefined;
  // What has no Host, HTTP itself refuses (RFC 9112 §3.2).
  if (status === 400 && mayBreakOff && mediaType === '') return undefined;
  if (!documentedStatuses.has(status)) return `undocumented status: ${head}`;
  if (status === 200) return documentedAudio.has(mediaType) ? undefined : `200 with ${mediaType}`;
  if (mediaType !== 'application/json') return `${status} with ${mediaType}`;
  const body = answer.subarray(headEnd + 4, headEnd + 4 + length);
  // The answer to HEAD has no body.
  if (body.length === 0 || (mayBreakOff && body.length < length)) return undefined;
  return isDocumented(status, body.toString()) ? undefined : `${status} with the body ${body}`;
}

function isDocumented(status: number, text: string): boolean {
  const body: unknown = JSON.parse(text);
  if (status === 422) return ValidationFailure.safeParse(body).success;
  const problem = Problem.strict().safeParse(body);
  return problem.success && problem.data.status === status;
}
