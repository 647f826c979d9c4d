import { AudioPipeline } from '../audio/pipeline.ts';
import { synthesizeEffect } from '../effects/effect-source.ts';
import { SpeechError } from '../error.ts';
import type { SynthesizeOptions } from '../synthesizer.ts';
import type { WordTiming } from '../utterance.ts';
import { Bell } from './bell.ts';
import type { RequestFrame } from './frame.ts';
import type { HostLink } from './link.ts';
import { Outlet } from './outlet.ts';
import type { Studio } from './studio.ts';
import type { Turns } from './turns.ts';
import { UtteranceClock } from './utterance-clock.ts';

type Opening = Extract<RequestFrame, { kind: 'open' }>;
type Saying = Extract<RequestFrame, { kind: 'say' }>;

/** The host's end of one render: has utterances spoken one after the other, until the end or a cancellation. */
export class Render {
  readonly #link: HostLink;
  readonly #studio: Studio;
  readonly #changed = new Bell();
  readonly #sayings: Saying[] = [];
  #ended = false;
  #cancelled = false;
  #outlet: Outlet | undefined;
  /** Stops the engine in what it is doing now. */
  #speaking: AbortController | undefined;

  constructor(link: HostLink, studio: Studio) {
    this.#link = link;
    this.#studio = studio;
    link.listen({ frame: (frame) => this.#receive(frame), closed: () => this.#cancel() });
  }

  #receive(frame: RequestFrame): void {
    switch (frame.kind) {
      case 'open':
        void this.#run(frame);
        break;
      case 'say':
        this.#sayings.push(frame);
        break;
      case 'credit':
        this.#outlet?.grant(frame.bytes);
        break;
      case 'end':
        this.#ended = true;
        break;
    }
    this.#changed.ring();
  }

  #cancel(): void {
    this.#cancelled = true;
    this.#speaking?.abort(new SpeechError('cancelled', 'the render was cancelled'));
    this.#outlet?.close();
    this.#changed.ring();
  }

  async #run(opening: Opening): Promise<void> {
    this.#studio.enter();
    let saying: Saying | undefined;
    try {
      for (saying = await this.#next(); saying; saying = await this.#next())
        await this.#speak(saying, opening);
      if (this.#cancelled) return;
      (await this.#outletFor(opening, opening.options.format.sampleRate)).end();
      this.#link.send({ kind: 'done' });
    } catch (error) {
      if (!this.#cancelled) this.#fail(error, saying?.seq);
    } finally {
      this.#outlet?.close();
      this.#link.close();
      this.#studio.leave();
    }
  }

  async #next(): Promise<Saying | undefined> {
    while (this.#sayings.length === 0 && !this.#ended && !this.#cancelled) await this.#changed.wait();
    return this.#cancelled ? undefined : this.#sayings.shift();
  }

  async #speak({ seq, utterance, skip }: Saying, opening: Opening): Promise<void> {
    const { voice, synthesizer, turns } = this.#studio.speaker(utterance.voice);
    const outlet = await this.#outletFor(opening, voice.sampleRate);
    const { maxAudioMs, timbre, volumeDb, whispers } = utterance;
    outlet.begin(voice, { skip, maxAudioMs, equaliserDb: timbre?.equaliserDb, volumeDb, whispers });
    const speaking = new AbortController();
    const clock = new UtteranceClock(outlet);
    const stretch = new Stretch(turns, outlet, clock);
    this.#speaking = speaking;
    let complete = false;
    try {
      if (this.#cancelled) return;
      const options: SynthesizeOptions = {
        signal: speaking.signal,
        sink: {
          audio: (samples) => {
            clock.samples();
            if (complete || outlet.take(samples)) return;
            complete = true;
            speaking.abort(new SpeechError('cancelled', 'the utterance is long enough'));
          },
          ...(opening.options.wordTimes && {
            words: (words) => this.#link.send({ kind: 'words', seq, words: heardWithin(words, maxAudioMs) }),
          }),
        },
        ready: () => stretch.next(speaking.signal),
      };
      if (utterance.text === '') await synthesizeEffect(utterance, voice, options);
      else await synthesizer.synthesize(utterance, options);
    } catch (error) {
      if (!complete || this.#cancelled) throw error;
    } finally {
      stretch.end();
      this.#speaking = undefined;
    }
    await outlet.drained();
    if (this.#cancelled) return;
    const position = outlet.finish(utterance.pauseAfterMs);
    this.#link.send({ kind: 'said', seq, position, work: clock.work });
  }

  async #outletFor({ options, serial, resume, credit }: Opening, voiceRate: number): Promise<Outlet> {
    if (this.#outlet) return this.#outlet;
    const outputRate = options.format.sampleRate;
    const encoder = await this.#studio.encoders.open(options.format, { voiceRate, serial, resume });
    const pipeline = new AudioPipeline(encoder, { ...options, outputRate, position: resume?.samples ?? 0 });
    const send = this.#link.send.bind(this.#link);
    this.#outlet = new Outlet(pipeline, { send, turns: this.#studio.turns, credit, outputRate });
    if (this.#cancelled) this.#outlet.close();
    return this.#outlet;
  }

  #fail(error: unknown, seq: number | undefined): void {
    const failure = SpeechError.isInstance(error)
      ? error
      : new SpeechError('engine_failed', 'the engine failed');
    this.#link.send({ kind: 'failure', code: failure.code, message: failure.message, seq });
  }
}

/** What is heard of words when the utterance is cut. */
function heardWithin(words: readonly WordTiming[], maxAudioMs: number): WordTiming[] {
  return words
    .filter(({ startMs }) => startMs < maxAudioMs)
    .map((word) => ({ ...word, endMs: Math.min(word.endMs, maxAudioMs) }));
}

/** An engine's work between two calls of `ready`: one turn. */
class Stretch {
  readonly #turns: Turns;
  readonly #outlet: Outlet;
  readonly #clock: UtteranceClock;
  #endTurn: (() => void) | undefined;

  constructor(turns: Turns, outlet: Outlet, clock: UtteranceClock) {
    this.#turns = turns;
    this.#outlet = outlet;
    this.#clock = clock;
  }

  async next(signal: AbortSignal): Promise<void> {
    this.end();
    await this.#outlet.drained();
    signal.throwIfAborted();
    this.#endTurn = await this.#turns.take(this.#outlet);
    this.#clock.begin();
    signal.throwIfAborted();
  }

  end(): void {
    if (this.#endTurn) this.#clock.pause();
    this.#endTurn?.();
    this.#endTurn = undefined;
  }
}
