import { joined, type Style } from './style.ts';

/** The style that the last cues asked for. Cues in a row count together; one behind words replaces all before it. */
export class StyleInForce {
  #style: Style | undefined;
  #isFollowed = false;

  /** Undefined where the voice speaks as it does by itself. */
  get style(): Style | undefined {
    return this.#style;
  }

  ask(style: Style): void {
    this.#style = this.#style && !this.#isFollowed ? joined(this.#style, style) : style;
    this.#isFollowed = false;
  }

  /** Words followed the last cue. */
  follow(): void {
    this.#isFollowed = true;
  }

  end(): void {
    this.#style = undefined;
  }
}
