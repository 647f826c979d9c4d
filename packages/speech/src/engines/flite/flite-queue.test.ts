import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FliteQueue } from './flite-queue.ts';

const request = (text: string) => ({ text, voice: 'kal16', rate: 1 });
/** Takes Flite five seconds or more. */
const endless = { text: 'a'.repeat(4_000), voice: 'slt', rate: 1 };
const never = new AbortController().signal;

describe('FliteQueue', () => {
  let queue: FliteQueue;
  beforeAll(async () => {
    queue = await FliteQueue.open();
  });
  afterAll(async () => {
    await queue.close();
  });

  it('speaks what is needed before what was only ordered ahead', async () => {
    const order: string[] = [];
    const submit = (name: string, needed: boolean) => {
      const job = queue.submit(request(name), never);
      job.needed = needed;
      return job.speech.then(() => order.push(name));
    };
    await Promise.all([
      submit('one', true),
      submit('ahead', false),
      submit('later', false),
      submit('needed', true),
    ]);
    expect(order).toEqual(['one', 'needed', 'ahead', 'later']);
  });

  it('drops a cancelled job that waits, and works on', async () => {
    const cancelling = new AbortController();
    const running = queue.submit(request('one'), never);
    const waiting = queue.submit(request('two'), cancelling.signal);
    cancelling.abort(new Error('not any more'));
    await expect(waiting.speech).rejects.toThrow('not any more');
    expect((await running.speech).samples.length).toBeGreaterThan(1_000);
  });

  it('takes a thread away from a cancelled job that does not end, and gives the next job another', async () => {
    const cancelling = new AbortController();
    const job = queue.submit(endless, cancelling.signal);
    setTimeout(() => cancelling.abort(new Error('too long')), 50);
    const before = performance.now();
    await expect(job.speech).rejects.toThrow('too long');
    // Far from the five seconds that it would have taken.
    expect(performance.now() - before).toBeLessThan(4_000);
    expect((await queue.submit(request('well again'), never).speech).samples.length).toBeGreaterThan(1_000);
  });

  it('ends a job whose thread dies with a SpeechError', async () => {
    const another = await FliteQueue.open();
    const job = another.submit(endless, never);
    setTimeout(() => void another.close(), 50);
    await expect(job.speech).rejects.toMatchObject({ name: 'SpeechError', code: 'engine_failed' });
    await expect(another.submit(request('late'), never).speech).rejects.toMatchObject({
      code: 'engine_failed',
    });
  });
});
