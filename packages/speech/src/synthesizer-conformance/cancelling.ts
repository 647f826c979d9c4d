import { expect, it } from 'vitest';
import { Listener } from '../engines/testing/listener.ts';
import { SpeechError } from '../error.ts';
import type { Trial } from './trial.ts';

/** It may be over at any moment. */
export function describeCancelling(trial: Trial): void {
  it('gives up before it begins when it was cancelled already', async () => {
    const listener = new Listener();
    const reason = new SpeechError('cancelled', 'too late');
    await expect(
      trial.listen(trial.short, { sink: listener, signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    expect(listener.length).toBe(0);
  });

  it('can be cancelled while it waits to be ready', async () => {
    const reason = new SpeechError('cancelled', 'the listener left');
    const cancelling = new AbortController();
    const listener = new Listener();
    const ready = async () => {
      if (listener.length === 0) return;
      setTimeout(() => cancelling.abort(reason), 10);
      await new Promise((_, reject) => cancelling.signal.addEventListener('abort', () => reject(reason)));
    };
    const speaking = trial.listen(trial.long, { sink: listener, signal: cancelling.signal, ready });
    await expect(speaking).rejects.toBe(reason);
    await trial.expectHealthy();
  });

  it('stops within one piece of audio when it is cancelled while it speaks', async () => {
    const reason = new SpeechError('cancelled', 'heard enough');
    const cancelling = new AbortController();
    const listener = new Listener();
    const sink = {
      audio: (samples: Float32Array) => {
        listener.audio(samples);
        cancelling.abort(reason);
      },
      words: () => {},
    };
    await expect(trial.listen(trial.long, { sink, signal: cancelling.signal })).rejects.toBe(reason);
    expect(listener.pieces).toHaveLength(1);
    await trial.expectHealthy();
  });

  it('can be cancelled at any moment', async () => {
    await trial.expectCancellable(trial.long, [0, 1, 3, 10, 30, 100]);
  });

  it('passes on what a sink throws and is well afterwards', async () => {
    const broken = new Error('broken sink');
    const sink = {
      audio: () => {
        throw broken;
      },
      words: () => {},
    };
    await expect(trial.listen(trial.long, { sink })).rejects.toBe(broken);
    await trial.expectHealthy();
  });

  it('can be closed twice', async () => {
    const another = await trial.subject.create();
    await another.close();
    await another.close();
  });
}
