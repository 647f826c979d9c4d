type LiveEvent = string | { event: 'flush' };

/** After a pause of this length what was typed is spoken, sentence or not. */
const pauseMs = 900;

/** What somebody types, as the live connection takes it: words as soon as they are complete. */
export class LiveTyping implements AsyncIterable<LiveEvent> {
  readonly #waiting: LiveEvent[] = [];
  #sent = '';
  #typed = '';
  #isOver = false;
  #firstSentAt: number | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #wake: () => void = () => {};

  /** When the first words were given away, as `performance.now()` tells time. */
  get firstSentAt(): number | undefined {
    return this.#firstSentAt;
  }

  /** The whole text as it is now. A change of what was sent already is not spoken. */
  type(text: string): void {
    this.#typed = text;
    if (!text.startsWith(this.#sent)) this.#sent = text.slice(0, this.#sent.length);
    this.#send(lengthOfWholeWords(text));
    clearTimeout(this.#pause);
    if (text.length > 0) this.#pause = setTimeout(() => this.#flush(), pauseMs);
  }

  /** Nothing more will be typed. */
  end(): void {
    clearTimeout(this.#pause);
    this.#send(this.#typed.length);
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<LiveEvent, void, undefined> {
    while (true) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#isOver) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  #flush(): void {
    this.#send(this.#typed.length);
    this.#waiting.push({ event: 'flush' });
    this.#wake();
  }

  #send(length: number): void {
    if (length <= this.#sent.length) return;
    this.#firstSentAt ??= performance.now();
    this.#waiting.push(this.#typed.slice(this.#sent.length, length));
    this.#sent = this.#typed.slice(0, length);
    this.#wake();
  }
}

function lengthOfWholeWords(text: string): number {
  return /^.*\s/s.exec(text)?.[0].length ?? 0;
}
