/**
 * The peer: what home servers do. The same route as Shoal's, `POST /v1/tts`, on node:http; each request starts
 * `espeak-ng` and `lame` with a pipe between them and streams what comes out. Listens on loopback, any port.
 *
 * `--quality N` sets LAME's algorithm quality (0 best and slowest, 9 worst and fastest); without it, LAME's own
 * default, which is what people run.
 */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: { quality: { type: 'string' } } });
const quality = options.quality === undefined ? [] : ['-q', options.quality];
const espeakArguments = ['--stdout', '--stdin', '-v', 'en-us'];
const lameArguments = ['--quiet', '--resample', '44.1', '-b', '64', '-m', 'm', ...quality, '-', '-'];

async function speak(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // The only caller is the load generator beside it.
  const { text } = (await json(request)) as { text: string };
  const lame = spawn('lame', lameArguments, { stdio: ['pipe', 'pipe', 'ignore'] });
  const espeak = spawn('espeak-ng', espeakArguments, { stdio: ['pipe', lame.stdin, 'ignore'] });
  // The sound goes from one to the other without passing here; lame sees the end when espeak-ng has gone.
  lame.stdin.destroy();
  espeak.stdin.on('error', () => {});
  espeak.stdin.end(text);

  response.writeHead(200, { 'content-type': 'audio/mpeg' });
  lame.stdout.pipe(response, { end: false });
  lame.on('close', (code) => (code === 0 ? response.end() : response.destroy()));
  response.on('close', () => {
    espeak.kill('SIGKILL');
    lame.kill('SIGKILL');
  });
}

const server = createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/v1/tts') {
    speak(request, response).catch(() => response.destroy());
  } else {
    response.writeHead(404).end();
  }
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`http://127.0.0.1:${port}`);
});
