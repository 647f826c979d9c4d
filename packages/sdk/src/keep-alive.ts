import { WebSocketError } from './errors.ts';
import type { Inbox } from './inbox.ts';
import { lostCode, openState, type WebSocketLike } from './web-socket.ts';

/**
 * Asks the server again and again whether it still lives, where the socket can: `ws` can, browsers do it themselves.
 * A socket that is not read because nobody listens is let be: no answer could be seen.
 *
 * @returns what ends it
 */
export function keepAlive(
  socket: WebSocketLike,
  inbox: Inbox,
  intervalMs: number,
  timeoutMs: number,
): () => void {
  if (!socket.ping || !socket.on) return () => {};
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const onSign = () => {
    clearTimeout(deadline);
    deadline = undefined;
  };
  const check = () => {
    deadline = undefined;
    if (inbox.isFull) return;
    const message = `The server did not answer a ping for ${timeoutMs} ms`;
    inbox.fail(new WebSocketError(message, { closeCode: lostCode }));
  };
  const interval = setInterval(() => {
    if (deadline !== undefined || socket.readyState !== openState) return;
    deadline = setTimeout(check, timeoutMs);
    socket.ping?.();
  }, intervalMs);
  socket.on('pong', onSign);
  socket.addEventListener('message', onSign);
  return () => {
    clearInterval(interval);
    clearTimeout(deadline);
    socket.removeEventListener('message', onSign);
  };
}
