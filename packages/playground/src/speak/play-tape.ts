import { play } from '@shoal/sdk';
import { loudspeaker, speechSampleRate } from '../audio/loudspeaker.ts';
import type { Speech } from './speech-settings.ts';
import type { Tape } from './tape.ts';

/** The SDK plans the first sound so far ahead. */
const leadSeconds = 0.02;
/** Of a WAV file. */
const headerBytes = 44;

/** The sound of a tape. */
export interface Sound {
  /** Seconds from its start that are heard now; undefined until it begins. */
  position(): number | undefined;
  /** Resolves when all of it was heard. */
  over: Promise<void>;
}

/** Plays a tape while it is recorded. */
export function playTape(tape: Tape, format: Speech['format'], signal: AbortSignal): Sound {
  const context = loudspeaker();
  let startedAt: number | undefined;
  /** Who plays asks for the next piece once the one before is planned. */
  async function* pieces() {
    let length = 0;
    for await (const piece of tape) {
      yield piece;
      length += piece.length;
      if (length > headerBytes) startedAt ??= context.currentTime + leadSeconds;
    }
  }
  const options = { signal, output: context.destination };
  return {
    position: () =>
      startedAt === undefined
        ? undefined
        : Math.max(0, context.currentTime - startedAt - context.outputLatency),
    over: play(pieces(), format === 'pcm' ? { ...options, sampleRate: speechSampleRate } : options),
  };
}
