const left = Symbol('left');

/**
 * Audio that can be left at any time: by leaving the loop, even while the loop waits, and by the caller's signal. All
 * is over at that moment, whether or not somebody reads on.
 *
 * @param run makes the audio until its signal is aborted, whose reason it throws then
 */
export function leavable(
  caller: AbortSignal | undefined,
  run: (signal: AbortSignal) => AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const over = new AbortController();
  async function* guarded() {
    const onAbort = () => over.abort(caller?.reason);
    caller?.addEventListener('abort', onAbort, { once: true });
    if (caller?.aborted) onAbort();
    try {
      yield* run(over.signal);
    } catch (error) {
      if (over.signal.reason !== left) throw error;
    } finally {
      caller?.removeEventListener('abort', onAbort);
    }
  }
  const audio = guarded();
  const end = audio.return.bind(audio);
  // By itself, a generator that waits would return only after what it waits for.
  audio.return = (value) => {
    over.abort(left);
    return end(value);
  };
  return audio;
}
