import { ConnectionError } from '@shoal/sdk';

/** An event of a stream. */
export interface ServerSentEvent {
  name: string;
  data: string;
}

/**
 * Reads server-sent events (WHATWG HTML §9.2) while they come. Leaving the loop closes the connection.
 *
 * @throws ConnectionError when it is lost; DOMException AbortError when the request was aborted
 */
export async function* eventsOf(response: Response): AsyncGenerator<ServerSentEvent, void, undefined> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    while (true) {
      const { done, value } = await reader.read().catch(lost);
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = eventIn(block);
        if (event.data !== '') yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function lost(cause: unknown): never {
  if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
  throw new ConnectionError('The connection was lost', { cause });
}

function eventIn(block: string): ServerSentEvent {
  const event = { name: 'message', data: '' };
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event.name = line.slice(6).trim();
    if (line.startsWith('data:')) event.data += line.slice(5).trimStart();
  }
  return event;
}
