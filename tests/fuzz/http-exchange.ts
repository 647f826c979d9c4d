import { connect } from 'node:net';
import { type Endpoint, endpoints, Problem, type Reply } from '@shoal/wire';
import type { HttpInput } from './http-inputs.ts';
import type { ServerAddress } from './observed-server-main.ts';

/** Whoever is not answered by then never will be. */
const DEADLINE_MS = 30_000;
/** Enough to see that audio comes. */
const ENOUGH_BYTES = 256 * 1024;

/** Of what is not there, or cannot be read. */
const otherStatuses = [400, 404];

/** Sends the bytes over a connection of their own. Returns what is wrong with the answer, if anything. */
export async function exchange(server: ServerAddress, input: HttpInput): Promise<string | undefined> {
  const answer = await answerOf(server, input);
  if (answer === undefined) return `no answer and no end after ${DEADLINE_MS} ms`;
  return answer.length === 0 ? undefined : faultOf(answer, input);
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

function faultOf(answer: Buffer, input: HttpInput): string | undefined {
  const headEnd = answer.indexOf('\r\n\r\n');
  const head = answer.toString('latin1', 0, headEnd < 0 ? undefined : headEnd);
  if (head.startsWith('HTTP/1.1 100 ')) {
    return headEnd + 4 === answer.length ? undefined : faultOf(answer.subarray(headEnd + 4), input);
  }
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  const mediaType = /^content-type: *([^;\r\n]*)/im.exec(head)?.[1] ?? '';
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1]);
  if (!/^x-request-id: [0-9a-f]{32}\r?$/im.test(head)) return `no request id: ${head}`;
  // A handshake that is as it should be.
  if (status === 101) return undefined;
  const replies = documentedReplies(input, status).filter(({ mediaTypes }) => mediaTypes.includes(mediaType));
  if (replies.length === 0) return `undocumented: ${head}`;
  if (mediaType !== 'application/json') return undefined;
  const body = answer.subarray(headEnd + 4, headEnd + 4 + length);
  // The answer to HEAD has no body, the server gives up on clients that close their side, and enough is enough.
  const mayBreakOff = input.unfinished || answer.length > ENOUGH_BYTES;
  if (body.length === 0 || (mayBreakOff && body.length < length)) return undefined;
  return isDocumented(replies, status, body.toString()) ? undefined : `${status} with the body ${body}`;
}

/** What an endpoint may answer with a status; any of them, where it is not known which one it is. */
function documentedReplies({ endpoint }: HttpInput, status: number): Pick<Reply, 'mediaTypes' | 'schema'>[] {
  const possible: Endpoint[] = endpoint ? [endpoints[endpoint]] : Object.values(endpoints);
  const replies = possible.flatMap(({ replies }) => replies[status] ?? []);
  const isOther = otherStatuses.includes(status);
  return isOther ? [...replies, { mediaTypes: ['application/json'], schema: Problem }] : replies;
}

function isDocumented(replies: Pick<Reply, 'schema'>[], status: number, text: string): boolean {
  const body: unknown = JSON.parse(text);
  if (!replies.some(({ schema }) => schema.safeParse(body).success)) return false;
  if (status < 400 || status === 422) return true;
  const problem = Problem.strict().safeParse(body);
  return problem.success && problem.data.status === status;
}
