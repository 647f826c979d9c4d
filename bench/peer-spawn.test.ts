import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../tests/installed-programs.ts';
import { tree } from './process-tree.ts';
import { type Subject, startPeer } from './subjects.ts';
import { checkedSeconds, speechRequest } from './target.ts';
import { texts } from './texts.ts';

describeWith(['espeak-ng', 'lame'], 'the peer', () => {
  let peer: Subject;
  beforeAll(async () => {
    peer = await startPeer('peer');
  });
  afterAll(() => peer.stop());

  const speak = (text: string, signal?: AbortSignal) =>
    fetch(`${peer.target.url}/v1/tts`, { method: 'POST', body: JSON.stringify(speechRequest(text)), signal });

  it('answers the whole sound that a shell pipe makes', async () => {
    // Far more than fits into a pipe.
    const text = `${texts.paragraph} ${texts.paragraph} ${texts.paragraph}`;
    const answer = Buffer.from(await (await speak(text)).arrayBuffer());
    const wav = execFileSync('espeak-ng', ['--stdout', '-v', 'en-us', text], { maxBuffer: 2 ** 28 });
    const lame = ['--quiet', '--resample', '44.1', '-b', '64', '-m', 'm', '-', '-'];
    const piped = execFileSync('lame', lame, { input: wav, maxBuffer: 2 ** 28 });
    expect(checkedSeconds(answer)).toBeCloseTo(checkedSeconds(piped), 1);
  });

  it('speaks text that looks like an option', async () => {
    const answer = Buffer.from(await (await speak('--version')).arrayBuffer());
    expect(checkedSeconds(answer)).toBeGreaterThan(0.4);
  });

  it('ends both programs when the client leaves', async () => {
    const before = tree(peer.pid).length;
    const leave = new AbortController();
    const response = await speak(texts.long, leave.signal);
    await response.body?.getReader().read();
    expect(tree(peer.pid).length).toBeGreaterThan(before);
    leave.abort();
    for (let waited = 0; tree(peer.pid).length > before && waited < 5_000; waited += 20) await pause(20);
    expect(tree(peer.pid)).toHaveLength(before);
  });
});
