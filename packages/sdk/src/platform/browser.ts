import { FishAudioError } from '../errors.ts';
import { wavHeaderBytes, wavSizes } from '../wav-sizes.ts';
import type { WebSocketInit, WebSocketLike } from '../web-socket.ts';
import type { OpeningSocket, Platform } from './platform.ts';

export const platform: Platform = { openSocket, save };

/** What is used of a page, if there is one. */
interface Page {
  WebSocket?: new (address: string) => WebSocketLike;
  document?: { createElement(name: 'a'): { href: string; download: string; click(): void } };
}
const page = globalThis as unknown as Page;

/** Sockets of browsers take no headers. The model goes into the address, for the server that adds the key. */
async function openSocket(address: string, { headers }: WebSocketInit): Promise<OpeningSocket> {
  if (!page.WebSocket) throw new FishAudioError('There is no WebSocket here: pass one to the client');
  if (headers.authorization) {
    throw new FishAudioError(
      'Browsers cannot send an API key with a WebSocket: leave it out and let baseUrl be a server of yours that adds it, or pass a WebSocket that takes headers',
    );
  }
  const full = new URL(address);
  if (headers.model) full.searchParams.set('model', headers.model);
  return { socket: new page.WebSocket(full.href) };
}

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
