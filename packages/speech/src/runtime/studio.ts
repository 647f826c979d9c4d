import type { EncoderFactory } from '../audio/encoders/index.ts';
import { SpeechError } from '../error.ts';
import type { Engine, Synthesizer } from '../synthesizer.ts';
import type { Voice } from '../voice.ts';
import { Turns } from './turns.ts';

export interface Speaker {
  voice: Voice;
  synthesizer: Synthesizer;
  /** Whose turn it is to use the engine. */
  turns: Turns;
}

/** What a host works with: its engines, encoders, and the turns on its thread. */
export class Studio {
  readonly encoders: EncoderFactory;
  /** Turns on the host's own thread: encoding, and engines that compute inline. */
  readonly turns = new Turns();
  readonly #speakers = new Map<string, Speaker>();
  readonly #synthesizers: Synthesizer[] = [];
  #renders = 0;

  constructor(encoders: EncoderFactory) {
    this.encoders = encoders;
  }

  /** Adds the voices of an engine. Resolves when they can speak. */
  async load({ manifest, load }: Engine): Promise<void> {
    const { createSynthesizer } = await load();
    const synthesizer = await createSynthesizer();
    this.#synthesizers.push(synthesizer);
    const turns = manifest.capabilities.threading === 'inline' ? this.turns : new Turns();
    for (const voice of manifest.voices) this.#speakers.set(voice.id, { voice, synthesizer, turns });
  }

  /** Renders at work or waiting. */
  get renders(): number {
    return this.#renders;
  }

  enter(): void {
    this.#renders += 1;
  }

  leave(): void {
    this.#renders -= 1;
  }

  speaker(voiceId: string): Speaker {
    const speaker = this.#speakers.get(voiceId);
    if (!speaker) throw new SpeechError('voice_not_found', 'no engine here has this voice');
    return speaker;
  }

  async close(): Promise<void> {
    await Promise.all(this.#synthesizers.map((synthesizer) => synthesizer.close()));
  }
}
