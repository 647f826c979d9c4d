import type { IncomingMessage } from 'node:http';
import { liveSubprotocols } from '@shoal/wire';

/** What a WebSocket handshake says in its subprotocols, for pages: they cannot send headers of their own. */
export interface LiveOffer {
  /** More than one is a mistake of the caller. */
  keys: string[];
  model: string | undefined;
}

const nothing: LiveOffer = { keys: [], model: undefined };

/** Empty for anything but a WebSocket handshake. */
export function liveOfferIn({ headers }: IncomingMessage): LiveOffer {
  const offered = headers['sec-websocket-protocol'];
  if (offered === undefined || headers.upgrade?.toLowerCase() !== 'websocket') return nothing;
  const tokens = offered.split(',').map((token) => token.trim());
  const after = (prefix: string) =>
    tokens.filter((token) => token.startsWith(prefix)).map((token) => decode(token.slice(prefix.length)));
  return { keys: after(liveSubprotocols.keyPrefix), model: after(liveSubprotocols.modelPrefix)[0] };
}

/** The one to answer with. Keys are never repeated to anybody. */
export function selectSubprotocol(offered: Set<string>): string | false {
  return offered.has(liveSubprotocols.name) && liveSubprotocols.name;
}

/** Not every character may stand in a subprotocol. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
