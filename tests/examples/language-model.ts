import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const tokenMs = 10;

export interface LanguageModel extends AsyncDisposable {
  /** For OPENAI_BASE_URL. */
  url: string;
  /** What it was asked, the last at the end. */
  questions: string[];
}

/**
 * A server of OpenAI's streaming interface that gives one answer, token by token.
 *
 * @param beforeLast what it waits for before it gives the last token
 */
export async function runLanguageModel(
  answer: string,
  beforeLast: () => Promise<void>,
): Promise<LanguageModel> {
  const questions: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    questions.push(JSON.parse(body).messages.at(-1).content);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const tokens = answer.match(/\s*\S{1,4}/g) ?? [];
    for (const [i, token] of tokens.entries()) {
      if (i === tokens.length - 1) await beforeLast();
      response.write(`data: ${JSON.stringify(chunkOf(token))}\n\n`);
      await sleep(tokenMs);
    }
    response.end('data: [DONE]\n\n');
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    questions,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function chunkOf(content: string) {
  return {
    id: 'answer',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'small',
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  };
}
