import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

export type AcceptUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Hands WebSocket offers over. Any other offer is ignored and the request answered as if it were not there. */
export function onWebSocketOffer(server: Server, accept: AcceptUpgrade): void {
  server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() === 'websocket') accept(request, socket, head);
    else ignoreOffer(server, request, socket, head);
  });
}

/**
 * Clients that could speak HTTP/2 offer `h2c` with an ordinary request, which a server may ignore (RFC 9110 §7.8).
 * Node does not: with a listener for upgrades the request is off its hands. So it is put back on the connection,
 * without the offer.
 */
function ignoreOffer(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(i, i + 2);
    if (!/^(upgrade|http2-settings)$/i.test(name)) lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
