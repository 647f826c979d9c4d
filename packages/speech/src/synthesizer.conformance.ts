import { describe } from 'vitest';
import { describeCancelling } from './synthesizer-conformance/cancelling.ts';
import { describeSound } from './synthesizer-conformance/sound.ts';
import { describeTexts } from './synthesizer-conformance/texts.ts';
import { describeTimbre } from './synthesizer-conformance/timbre.ts';
import { type SynthesizerSubject, Trial } from './synthesizer-conformance/trial.ts';
import { describeTurns } from './synthesizer-conformance/turns.ts';

/** What every engine keeps to, whatever its voices sound like. */
export function describeSynthesizer(name: string, subject: SynthesizerSubject): void {
  describe(`${name} as a synthesizer`, () => {
    const trial = new Trial(subject);
    describeSound(trial);
    describeTexts(trial);
    describeTurns(trial);
    describeCancelling(trial);
    describeTimbre(trial);
  });
}
