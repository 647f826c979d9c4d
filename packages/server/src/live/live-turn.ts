import type { Narration } from '@shoal/speech';
import type { ServerFrame } from '@shoal/wire';
import { AudioFramer } from './audio-framer.ts';

export interface LiveTurnOptions {
  narration: Narration;
  /** Resolves when the client can take more. */
  send(frame: ServerFrame): Promise<void>;
  /** The client asked to be told what happens. */
  debug: boolean;
  /** The audio's bytes are as many in silence as in speech. */
  constantBitRate: boolean;
}

/** From one `start` to its `finish`: text goes in, audio frames come out. */
export class LiveTurn {
  readonly #narration: Narration;
  readonly #options: LiveTurnOptions;
  readonly #framer: AudioFramer;
  readonly #startedAtMs = performance.now();

  constructor(options: LiveTurnOptions) {
    this.#options = options;
    this.#narration = options.narration;
    this.#framer = new AudioFramer(options);
  }

  /** Characters that wait to be spoken. */
  get backlog(): number {
    return this.#narration.backlog;
  }

  text(text: string): void {
    this.#narration.text(text);
  }

  flush(): void {
    // With nothing left to say, what the framer holds back is all that is missing.
    if (this.#narration.flush()) void this.#sendAudio(this.#framer.flush());
  }

  stop(): void {
    this.#narration.stop();
  }

  cancel(): void {
    this.#narration.cancel();
  }

  /** Sends audio until all is said. Rejects when speaking fails or was cancelled. */
  async run(): Promise<void> {
    for await (const event of this.#narration) {
      // A file without speech is still a file over HTTP; here it would be audio that nobody asked for.
      if (this.#narration.isEmpty) continue;
      if (event.kind === 'audio') await this.#sendAudio(this.#framer.push(event.bytes));
      if (event.kind !== 'said') continue;
      await this.#log(`utterance ${event.seq} said after ${this.#elapsedMs().toFixed(1)} ms`);
      if (event.flushed) await this.#sendAudio(this.#framer.flush());
    }
    await this.#sendAudio(this.#framer.flush());
  }

  async #sendAudio(frames: Uint8Array[]): Promise<void> {
    for (const audio of frames) {
      await this.#options.send({ event: 'audio', audio, time: this.#elapsedMs() });
    }
  }

  async #log(message: string): Promise<void> {
    if (this.#options.debug) await this.#options.send({ event: 'log', message });
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedAtMs;
  }
}
