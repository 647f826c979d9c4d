import { FishAudio } from '@shoal/sdk';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runServer } from '../running-server.ts';
import { describeHere } from './server-under-test.ts';

/** Two hours of speech: nobody waits for its end. */
const endless = 'The harbour was quiet that morning, and two boats lay at the quay. '.repeat(1_500);

async function conversationWith(keepOpen: boolean) {
  const server = await runServer({ engines: ['espeak'], keepOpen });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const client = new FishAudio({ apiKey: server.key, baseUrl: server.url });
  const conversation = client.tts.conversation({ format: 'pcm', config: { sampleRate: 16_000 } });
  onTestFinished(() => conversation.close());
  return { server, conversation };
}

async function secondsOf(speech: AsyncIterable<Uint8Array>) {
  let bytes = 0;
  for await (const chunk of speech) bytes += chunk.length;
  return bytes / 32_000;
}

describeHere('A conversation', () => {
  describe.each([
    ['keeps sockets open', true],
    ['closes the socket after each turn', false],
  ])('with a server that %s', (_, keepOpen) => {
    it('says turn after turn', async () => {
      const { conversation } = await conversationWith(keepOpen);
      const short = await secondsOf(conversation.say('One.'));
      const long = await secondsOf(conversation.say(['One, two, three, ', 'four, five, six, seven.']));
      expect(short).toBeGreaterThan(0.2);
      expect(long).toBeGreaterThan(2 * short);
      expect(await secondsOf(conversation.say('One.'))).toBeCloseTo(short, 0);
    });

    it('frees the engine when a turn is cancelled, and says the next', async () => {
      const { server, conversation } = await conversationWith(keepOpen);
      let heard = 0;
      for await (const chunk of conversation.say(endless)) {
        heard += chunk.length;
        if (heard > 100_000) conversation.cancel();
      }
      await vi.waitFor(() => expect([server.admission.taken, server.pool.renders]).toEqual([0, 0]), {
        timeout: 10_000,
      });
      expect(await secondsOf(conversation.say('One.'))).toBeGreaterThan(0.2);
    });
  });
});
