import type { APIError } from '../errors.ts';
import type { Playable } from '../pieces.ts';
import type { PlayOptions } from '../play.ts';
import type { WebSocketInit, WebSocketLike } from '../web-socket.ts';

/** What Node and browsers do differently. */
export interface Platform {
  /**
   * Begins to open a socket.
   *
   * @throws FishAudioError where the platform cannot do what is asked
   */
  openSocket(address: string, init: WebSocketInit): Promise<OpeningSocket>;
  /** Writes a file as it comes; one that cannot be completed is not left behind. */
  save(audio: AsyncIterable<Uint8Array>, name: string): Promise<void>;
  /** Plays audio as it comes, and resolves when it was heard. `onPiece` is told each piece that is about to be played. */
  play(audio: Playable, options: PlayOptions, onPiece: (piece: Uint8Array) => void): Promise<void>;
}

export interface OpeningSocket {
  socket: WebSocketLike;
  /** Resolves if the server answers with a refusal, and the platform tells which. */
  refusal?: Promise<APIError>;
}
