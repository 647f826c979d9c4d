import { oneLine } from './plain-text.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
const clearLine = '\r\x1b[2K';

/** One line on a terminal's standard error that tells how long work goes; nothing elsewhere. */
export class StatusLine {
  readonly #startMs = performance.now();
  readonly #timer: NodeJS.Timeout | undefined;
  #text: string;
  #frame = 0;

  constructor(text: string) {
    this.#text = text;
    if (process.stderr.isTTY) this.#timer = setInterval(() => this.#draw(), frameMs).unref();
  }

  set text(text: string) {
    this.#text = text;
  }

  /** Takes the line away. */
  done(): void {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    process.stderr.write(clearLine);
  }

  #draw(): void {
    this.#frame = (this.#frame + 1) % frames.length;
    const seconds = ((performance.now() - this.#startMs) / 1_000).toFixed(1);
    const line = `${frames[this.#frame]} ${oneLine(this.#text)} ${seconds} s`;
    process.stderr.write(`${clearLine}${line.slice(0, (process.stderr.columns || 80) - 1)}`);
  }
}
