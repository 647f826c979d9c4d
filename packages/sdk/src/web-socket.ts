/** What is used of a WebSocket: the standard one has it, and so has the one of `ws`. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void;
  addEventListener(type: 'error', listener: (event: object) => void): void;
  removeEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  removeEventListener(type: 'close', listener: (event: { code: number }) => void): void;
  /** `ws` only: reads no further until `resume`. */
  pause?(): void;
  resume?(): void;
  /** `ws` only: asks whether the other end still lives. */
  ping?(): void;
  /** `ws` only. */
  on?(event: 'pong', listener: () => void): unknown;
  /** `ws` only: closes without waiting for the other end. */
  terminate?(): void;
}

/** What a socket is opened with. */
export interface WebSocketInit {
  headers: Record<string, string>;
  /** Most bytes of one message. */
  maxPayload: number;
  perMessageDeflate: false;
}

/** A WebSocket class that takes headers: that of `ws`, or the global one of Bun, Deno or Node 22 and newer. */
export type WebSocketConstructor = new (address: string, init: WebSocketInit) => WebSocketLike;

export const openState = 1;

/** What a socket is said to have closed with when its other end has just gone (RFC 6455 §7.1.5). */
export const lostCode = 1006;
