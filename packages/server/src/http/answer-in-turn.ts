import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Of one connection. Hardly any client sends even one. */
const MOST_WAITING = 32;

/**
 * Takes a request only when the one before it on the same connection has been answered (pipelining, RFC 9112 §9.3.2).
 * Node takes them at once and keeps their answers; it does not tell those that the client has left. A connection on which
 * too many wait is closed. To be called before other hooks are added.
 */
export function answerInTurn(app: FastifyInstance): void {
  /** Those that wait, for each connection on which a request is being answered. */
  const lines = new WeakMap<Socket, (() => void)[]>();
  app.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const begin = () => {
      // Other connections have their turn before the next one.
      reply.raw.once('close', () => setImmediate(goOn));
      done();
    };
    const goOn = () => {
      // Nobody is there for the others.
      if (socket.destroyed) return;
      const next = lines.get(socket)?.shift();
      if (next) next();
      else lines.delete(socket);
    };
    const line = lines.get(socket);
    if (!line) {
      lines.set(socket, []);
      begin();
    } else if (line.length < MOST_WAITING) {
      line.push(begin);
    } else {
      socket.destroy();
    }
  });
}
