import type { liveSubprotocols as LiveSubprotocols } from '@shoal/wire';
import { FishAudioError } from '../errors.ts';
import { wavHeaderBytes, wavSizes } from '../wav-sizes.ts';
import type { WebSocketInit, WebSocketLike } from '../web-socket.ts';
import type { OpeningSocket, Platform } from './platform.ts';
import { playInPage } from './play-in-page.ts';

export const platform: Platform = { openSocket, save, play: playInPage };

/** What is used of a page, if there is one. */
interface Page {
  WebSocket?: new (address: string, protocols?: string[]) => WebSocketLike;
  document?: { createElement(name: 'a'): { href: string; download: string; click(): void } };
}
const page = globalThis as unknown as Page;

const publicHost = 'api.fish.audio';

const liveSubprotocols: typeof LiveSubprotocols = {
  name: 'shoal.v1',
  keyPrefix: 'shoal.key.',
  modelPrefix: 'shoal.model.',
};

/**
 * Sockets of browsers take no headers. Shoal reads key and model from the subprotocols, which are in no log as addresses
 * are. Without a key the model goes into the address, for a server in between that adds the key.
 */
async function openSocket(address: string, { headers }: WebSocketInit): Promise<OpeningSocket> {
  if (!page.WebSocket) throw new FishAudioError('There is no WebSocket here: pass one to the client');
  const { authorization, model } = headers;
  const url = new URL(address);
  if (!authorization) {
    if (model) url.searchParams.set('model', model);
    return { socket: new page.WebSocket(url.href) };
  }
  if (url.hostname === publicHost) {
    throw new FishAudioError(
      `${publicHost} takes no API key from the live socket of a page: leave it out and let baseUrl be a server of yours that adds it`,
    );
  }
  const protocols = [
    liveSubprotocols.name,
    liveSubprotocols.keyPrefix + token(authorization.replace(/^Bearer +/i, '')),
    ...(model ? [liveSubprotocols.modelPrefix + token(model)] : []),
  ];
  return { socket: new page.WebSocket(url.href, protocols) };
}

/** What may stand in a subprotocol (RFC 9110 §5.6.2). */
const token = (text: string) =>
  encodeURIComponent(text).replace(/[()]/g, (bracket) => `%${bracket.charCodeAt(0).toString(16)}`);

/** Offers the file as a download. */
async function save(audio: AsyncIterable<Uint8Array>, name: string): Promise<void> {
  if (!page.document) throw new FishAudioError('There is no page here to save a file from');
  const parts: BlobPart[] = [];
  for await (const chunk of audio) parts.push(chunk.slice());
  const header = new Uint8Array(await new Blob(parts).slice(0, wavHeaderBytes).arrayBuffer());
  const size = new Blob(parts).size;
  for (const { position, bytes } of wavSizes(header, size)) header.set(bytes, position);
  const url = URL.createObjectURL(new Blob([header, new Blob(parts).slice(header.length)]));
  const link = page.document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

type BlobPart = Uint8Array<ArrayBuffer>;
