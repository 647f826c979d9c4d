import type { ServerResponse } from 'node:http';
import { within } from '../within.ts';

/** Responses that are being written. */
export class InFlight {
  readonly #responses = new Set<ServerResponse>();

  add(response: ServerResponse): void {
    this.#responses.add(response);
    response.once('close', () => this.#responses.delete(response));
  }

  /** Resolves when all are complete, or at the deadline. */
  async drain(deadlineMs: number): Promise<void> {
    const closed = [...this.#responses].map(
      (response) => new Promise<void>((resolve) => response.once('close', resolve)),
    );
    await within(deadlineMs, Promise.all(closed));
  }
}
