import { describe, expect, it } from 'vitest';
import { Admission } from './admission.ts';

const never = new AbortController().signal;

describe('admission', () => {
  it('admits as many as there are places, and the next when one leaves', async () => {
    const admission = new Admission({ places: 2, longestQueue: 5 });
    const leave = await admission.enter(never);
    await admission.enter(never);
    let admitted = false;
    const third = admission.enter(never).then((leaveThird) => {
      admitted = true;
      return leaveThird;
    });
    await Promise.resolve();
    expect([admitted, admission.taken, admission.queued]).toEqual([false, 2, 1]);
    leave();
    leave();
    await third;
    expect([admission.taken, admission.queued]).toEqual([2, 0]);
  });

  it('tells for how long the first has waited', async () => {
    const admission = new Admission({ places: 1, longestQueue: 5 });
    const leave = await admission.enter(never);
    expect(admission.longestWaitMs).toBe(0);
    const second = admission.enter(never);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const urgent = admission.enter(never, { isUrgent: true });
    expect(admission.longestWaitMs).toBeGreaterThan(25);
    leave();
    expect(admission.longestWaitMs).toBeGreaterThan(25);
    (await urgent)();
    (await second)();
    expect(admission.longestWaitMs).toBe(0);
  });

  it('refuses at once when the queue is full', async () => {
    const admission = new Admission({ places: 1, longestQueue: 1 });
    await admission.enter(never);
    void admission.enter(never);
    await expect(admission.enter(never)).rejects.toMatchObject({ code: 'overloaded', retryable: true });
  });

  it('takes whoever gives up out of the queue', async () => {
    const admission = new Admission({ places: 1, longestQueue: 1 });
    const leave = await admission.enter(never);
    const impatient = new AbortController();
    const waiting = admission.enter(impatient.signal);
    impatient.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    expect(admission.queued).toBe(0);
    leave();
    expect(admission.taken).toBe(0);
  });
});
