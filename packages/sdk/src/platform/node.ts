import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { APIError } from '../errors.ts';
import { errorOf } from '../refusal.ts';
import type { WebSocketInit } from '../web-socket.ts';
import type { OpeningSocket, Platform } from './platform.ts';

// Nothing is loaded before it is needed: many programs only make requests.
export const platform: Platform = {
  openSocket,
  save: async (audio, path) => {
    const { saveFile } = await import('./save-file.ts');
    await saveFile(audio, path);
  },
  play: async (...call) => {
    const { playWithProgram } = await import('./play-with-program.ts');
    await playWithProgram(...call);
  },
};

async function openSocket(address: string, init: WebSocketInit): Promise<OpeningSocket> {
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(address, init);
  return { socket, refusal: refusalOf(socket) };
}

function refusalOf(socket: WebSocket): Promise<APIError> {
  return new Promise((resolve) => {
    socket.once('unexpected-response', (_request, response) => {
      read(response).then((text) => {
        const headers = { get: (name: string) => String(response.headers[name] ?? '') || null };
        resolve(errorOf({ status: response.statusCode ?? 0, headers, text }));
      });
    });
  });
}

const longestRefusal = 64 * 1024;

/** What there is of a body, if it does not come to its end. */
async function read(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    response.setEncoding('utf8');
    for await (const chunk of response) {
      text += chunk;
      if (text.length > longestRefusal) break;
    }
  } catch {}
  return text;
}
