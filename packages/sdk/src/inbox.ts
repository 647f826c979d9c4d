import { TimeoutError, WebSocketError } from './errors.ts';
import { openState, type WebSocketLike } from './web-socket.ts';

interface Ending {
  closeCode: number | undefined;
}

/**
 * Messages of a socket that wait to be read. When too many wait, the socket is read no further, where it can be told
 * so; those of browsers cannot.
 */
export class Inbox {
  readonly #socket: WebSocketLike;
  readonly #mostBytes: number;
  readonly #messages: unknown[] = [];
  #bytes = 0;
  #isFull = false;
  #timeoutMs: number | undefined;
  #ending: Ending | undefined;
  #failure: { error: unknown } | undefined;
  #cause: unknown;
  #wake: () => void = () => {};

  /** @param mostBytes how much may wait */
  constructor(socket: WebSocketLike, mostBytes: number) {
    this.#socket = socket;
    this.#mostBytes = mostBytes;
    if (socket.binaryType === 'blob') socket.binaryType = 'arraybuffer';
    if (socket.readyState > openState) this.#ending = { closeCode: undefined };
    socket.addEventListener('message', this.#onMessage);
    socket.addEventListener('close', this.#onClose);
    socket.addEventListener('error', this.#onError);
  }

  /** Whether so much waits that the socket is read no further. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Whether it was told to fail. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * The next message: bytes, or the text of a text message.
   *
   * @throws WebSocketError when the socket closed, TimeoutError after a silence, or what it failed with
   */
  async next(): Promise<unknown> {
    while (true) {
      if (this.#failure) throw this.#failure.error;
      if (this.#messages.length > 0) return this.#take();
      if (this.#ending) throw this.#closedEarly(this.#ending);
      await this.#change();
    }
  }

  /** Whoever reads gets this error now, whatever waits. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  /** From now on, a wait for a message may last so long; undefined is for ever. */
  limitSilence(timeoutMs: number | undefined): void {
    this.#timeoutMs = timeoutMs;
    this.#wake();
  }

  /** Takes no further messages; the socket goes on. */
  close(): void {
    this.#socket.removeEventListener('message', this.#onMessage);
    this.#socket.removeEventListener('close', this.#onClose);
    this.#messages.length = 0;
    if (this.#isFull) this.#socket.resume?.();
    this.#isFull = false;
  }

  #take(): unknown {
    const message = this.#messages.shift();
    this.#bytes -= sizeOf(message);
    if (this.#isFull && this.#bytes <= this.#mostBytes / 2) {
      this.#isFull = false;
      this.#socket.resume?.();
    }
    return message;
  }

  async #change(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeoutMs = this.#timeoutMs;
    if (timeoutMs !== undefined) timer = setTimeout(() => this.fail(new TimeoutError(timeoutMs)), timeoutMs);
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    clearTimeout(timer);
  }

  #closedEarly({ closeCode }: Ending): WebSocketError {
    const code = closeCode === undefined ? '' : ` (${closeCode})`;
    return new WebSocketError(`The live socket closed before all was said${code}`, {
      closeCode,
      cause: this.#cause,
    });
  }

  readonly #onMessage = ({ data }: { data: unknown }) => {
    const message = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    this.#messages.push(message);
    this.#bytes += sizeOf(message);
    if (this.#bytes > this.#mostBytes && !this.#isFull) {
      this.#isFull = true;
      this.#socket.pause?.();
    }
    this.#wake();
  };

  readonly #onClose = ({ code }: { code: number }) => {
    this.#ending = { closeCode: code };
    this.#wake();
  };

  /** `close` follows. It stays registered: a late error that nobody hears would end the process. */
  readonly #onError = (event: { error?: unknown }) => {
    this.#cause = event.error;
  };
}

function sizeOf(message: unknown): number {
  return message instanceof Uint8Array || typeof message === 'string' ? message.length : 0;
}
