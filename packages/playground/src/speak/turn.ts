import { APIError } from '@shoal/sdk';
import { shapeOf } from '../audio/peaks.ts';
import { describeFailure } from '../session/failure.ts';
import type { RequestNote, Session } from '../session/session.tsx';
import { LiveTyping } from './live-typing.ts';
import { playTape, type Sound } from './play-tape.ts';
import type { Speech } from './speech-settings.ts';
import { speakText, speakTyping, timedSpeechPath } from './speech-sources.ts';
import { playableFile, type Take } from './take.ts';
import { Tape } from './tape.ts';

/** Of a WAV file; what comes after it sounds. */
const headerBytes = 44;

interface TurnListener {
  /** Is told what is new of the take. */
  onChange(changes: Partial<Take>): void;
  /** Is told of the request when it is over. */
  onRequest(request: RequestNote): void;
}

/** One speech on its way from the server to the loudspeaker, from when it is made to when it is silent. */
export class Turn {
  /** What is typed while it is live. */
  readonly typing: LiveTyping | undefined;
  /** Resolves when it is silent; what went wrong is told to the listener. */
  readonly silent: Promise<void>;
  readonly #speech: Speech;
  readonly #listener: TurnListener;
  readonly #over = new AbortController();
  readonly #tape = new Tape();
  readonly #sound: Sound;
  readonly #atMs = Date.now();
  readonly #startedAt = performance.now();
  #firstAudioMs: number | undefined;

  constructor(
    { client, call }: Pick<Session, 'client' | 'call'>,
    speech: Speech,
    isLive: boolean,
    listener: TurnListener,
  ) {
    const { signal } = this.#over;
    this.#speech = speech;
    this.#listener = listener;
    this.typing = isLive ? new LiveTyping() : undefined;
    this.typing?.type(speech.text);
    const source = this.typing
      ? speakTyping(client, speech, this.typing, signal)
      : speakText(call, speech, (words) => listener.onChange({ words }), signal);
    this.#sound = playTape(this.#tape, speech.format, signal);
    this.silent = this.#settled(this.#record(source));
  }

  /** Seconds from the start that are heard now; undefined before. */
  position(): number | undefined {
    return this.#sound.position();
  }

  /** Silence, now; the server stops as well. */
  stop(): void {
    this.#over.abort();
  }

  async #record(source: AsyncIterable<Uint8Array>): Promise<void> {
    const { signal } = this.#over;
    try {
      for await (const piece of source) {
        this.#tape.add(piece);
        this.#noteFirstAudio();
        await this.#tape.room(signal);
      }
      this.#tape.end();
      this.#complete({ state: 'done' }, this.typing ? 101 : 200);
    } catch (error) {
      this.#tape.end({ error });
      if (signal.aborted) return this.#complete({ state: 'stopped' }, undefined);
      const status = error instanceof APIError ? error.status : undefined;
      this.#complete({ state: 'failed', failure: describeFailure(error) }, status);
    }
  }

  #noteFirstAudio(): void {
    if (this.#firstAudioMs !== undefined || this.#tape.length <= headerBytes) return;
    this.#firstAudioMs = performance.now() - (this.typing?.firstSentAt ?? this.#startedAt);
    this.#listener.onChange({ firstAudioMs: this.#firstAudioMs });
  }

  /** All that will come has come. */
  #complete(changes: Partial<Take>, status: number | undefined): void {
    const { onChange, onRequest } = this.#listener;
    const totalMs = performance.now() - this.#startedAt;
    const what = this.typing ? 'WSS /v1/tts/live' : `POST ${timedSpeechPath}`;
    onRequest({ atMs: this.#atMs, what, status, firstAudioMs: this.#firstAudioMs, totalMs });
    onChange({ ...changes, totalMs });
    const bytes = this.#tape.bytes();
    if (bytes.length <= headerBytes) return;
    const file = playableFile(bytes, this.#speech.format);
    onChange({ bytes, file });
    shapeOf(file).then(
      (shape) => onChange({ shape }),
      // Without a picture it sounds as well.
      () => {},
    );
  }

  async #settled(recorded: Promise<void>): Promise<void> {
    try {
      await this.#sound.over;
    } catch (error) {
      if (!this.#over.signal.aborted) this.#listener.onChange({ failure: describeFailure(error) });
      // What cannot be played is not to be fetched on.
      this.#over.abort();
    }
    await recorded;
    this.typing?.end();
  }
}
