import { connect } from 'node:net';

/**
 * Sends text as it is over a connection of its own, and reads what comes back until the server closes. For requests
 * that no HTTP client would send.
 */
export async function rawCall(serverUrl: string, text: string): Promise<Response> {
  const { hostname, port } = new URL(serverUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(text, 'latin1');
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const [head = '', body = ''] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => line.split(/: */, 2) as [string, string]);
  return new Response(body, { status: Number(statusLine.split(' ')[1]), headers });
}
