import { ListeningRoom } from './listening-room.ts';

/** A recognizer cannot be interrupted in a chunk, and a thread that is terminated in one leaves its model in memory. */
const CHUNK_GRACE_MS = 30_000;
/** Where a host works on recordings: what takes milliseconds does not wait for what takes seconds. */
export class Rooms {
  /** Decoding and measuring. */
  readonly analysis = new ListeningRoom();
  readonly recognition = new ListeningRoom({ cancelGraceMs: CHUNK_GRACE_MS });

  /** Jobs at work or waiting. */
  get jobs(): number {
    return this.analysis.jobs + this.recognition.jobs;
  }

  async close(): Promise<void> {
    await Promise.all([this.analysis.close(), this.recognition.close()]);
  }
}
