import { useSyncExternalStore } from 'react';

/** What the deck is playing. */
export interface Playing {
  /** Whose sound it is, as its caller named it. */
  id: string;
  /** Seconds from its start, when it was last told. */
  seconds: number;
}

interface PlayOptions {
  fromSeconds?: number;
  untilSeconds?: number;
}

/** Plays whole files, one at a time: samples, takes that are complete, parts of a recording. */
class Deck {
  #element: HTMLAudioElement | undefined;
  #url = '';
  #playing: Playing | undefined;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly playing = (): Playing | undefined => this.#playing;

  /** Plays a file from a place on. Whatever sounded before stops. Resolves when it begins. */
  async play(
    id: string,
    file: Blob,
    { fromSeconds = 0, untilSeconds = Infinity }: PlayOptions = {},
  ): Promise<void> {
    this.stop();
    this.#url = URL.createObjectURL(file);
    const element = new Audio(this.#url);
    this.#element = element;
    this.#tell({ id, seconds: fromSeconds });
    const follow = () => {
      if (this.#element !== element) return;
      if (element.ended || element.currentTime >= untilSeconds) return this.stop();
      this.#tell({ id, seconds: element.currentTime });
      requestAnimationFrame(follow);
    };
    try {
      if (fromSeconds > 0) element.currentTime = fromSeconds;
      await element.play();
      follow();
    } catch (error) {
      // Another one may have begun meanwhile.
      if (this.#element !== element) return;
      this.stop();
      throw error;
    }
  }

  /** Silence, now. */
  stop(): void {
    this.#element?.pause();
    this.#element = undefined;
    URL.revokeObjectURL(this.#url);
    this.#tell(undefined);
  }

  #tell(playing: Playing | undefined): void {
    this.#playing = playing;
    for (const listener of this.#listeners) listener();
  }
}

export const deck = new Deck();

/** What the deck is playing, as it goes on; undefined for nothing. */
export function usePlaying(): Playing | undefined {
  return useSyncExternalStore(deck.subscribe, deck.playing);
}
