import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { rmsDb } from '../audio/measure.ts';
import { Listener } from '../engines/testing/listener.ts';
import type { Trial } from './trial.ts';

/** Longer than any engine needs to write what it should not. */
const A_WHILE_MS = 250;

/** Several speak at once, each when it is ready to. */
export function describeTurns(trial: Trial): void {
  it('writes nothing once the promise has settled', async () => {
    const listener = await trial.listen(trial.short);
    const { length } = listener;
    await sleep(A_WHILE_MS);
    expect(listener.length).toBe(length);
  });

  it('writes nothing while nobody is ready', async () => {
    const listener = new Listener();
    const gates: { open(): void; lengthBefore: number }[] = [];
    const ready = () =>
      new Promise<void>((open) => {
        gates.push({ open, lengthBefore: listener.length });
      });
    let done = false;
    const speaking = trial.listen(trial.long, { sink: listener, ready }).then(() => {
      done = true;
    });
    for (let stretch = 0; !done; stretch++) {
      while (!done && gates.length === stretch) await sleep(1);
      const gate = gates[stretch];
      if (!gate) break;
      await sleep(stretch < 3 ? A_WHILE_MS : 0);
      expect(listener.length).toBe(gate.lengthBefore);
      gate.open();
    }
    await speaking;
    expect(gates[0]?.lengthBefore).toBe(0);
    expect(gates.length).toBeGreaterThanOrEqual(3);
    expect(gates.at(-1)?.lengthBefore).toBeGreaterThan(trial.usualLength / 2);
  });

  it('does not mix up two utterances that overlap', async () => {
    const [alone, otherAlone] = [
      await trial.listen(trial.long),
      await trial.listen({ ...trial.short, rate: 1.5 }),
    ];
    const turn = { ready: () => sleep(1) };
    const [one, other] = await Promise.all([
      trial.listen(trial.long, turn),
      trial.listen({ ...trial.short, rate: 1.5 }, turn),
    ]);
    expect(Math.abs(one.length - alone.length) / alone.length).toBeLessThan(0.01);
    expect(Math.abs(other.length - otherAlone.length) / otherAlone.length).toBeLessThan(0.01);
    expect(rmsDb(one.samples)).toBeCloseTo(rmsDb(alone.samples), 0);
    expect(rmsDb(other.samples)).toBeCloseTo(rmsDb(otherAlone.samples), 0);
  });

  it('speaks to one listener while another does not listen', async () => {
    const leaving = new AbortController();
    const deaf = new Listener();
    const never = () =>
      deaf.length === 0
        ? Promise.resolve()
        : new Promise<void>((_, reject) =>
            leaving.signal.addEventListener('abort', () => reject(leaving.signal.reason)),
          );
    const waiting = trial
      .listen(trial.long, { sink: deaf, signal: leaving.signal, ready: never })
      .catch(() => {});
    await trial.expectHealthy();
    leaving.abort();
    await waiting;
  });
}
