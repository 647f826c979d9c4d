import type { SynthesizeOptions, Synthesizer } from '../../synthesizer.ts';
import { Dictionary } from '../../text/kana/dictionary.ts';
import { toKana } from '../../text/kana/kana.ts';
import type { Utterance } from '../../utterance.ts';

/** eSpeak NG, which knows kana only, with a dictionary that reads kanji to it. Word times are those of the text given. */
export class JapaneseReader implements Synthesizer {
  readonly #synthesizer: Synthesizer;
  readonly #dictionary = new Dictionary();

  constructor(synthesizer: Synthesizer) {
    this.#synthesizer = synthesizer;
  }

  async synthesize(utterance: Utterance, options: SynthesizeOptions): Promise<void> {
    if (utterance.voice !== 'espeak-ja') return this.#synthesizer.synthesize(utterance, options);
    const { signal, sink } = options;
    signal.throwIfAborted();
    const kana = await toKana(utterance.text, (text) => this.#dictionary.analyse(text));
    signal.throwIfAborted();
    return this.#synthesizer.synthesize(
      { ...utterance, text: kana.text },
      {
        ...options,
        sink: {
          audio: (samples) => sink.audio(samples),
          words:
            sink.words &&
            ((words) =>
              sink.words?.(
                words.map(({ textStart, textEnd, ...times }) => {
                  const { start, end } = kana.sourceOf({ start: textStart, end: textEnd });
                  return { textStart: start, textEnd: end, ...times };
                }),
              )),
        },
      },
    );
  }

  async close(): Promise<void> {
    await this.#dictionary.close();
    await this.#synthesizer.close();
  }
}
