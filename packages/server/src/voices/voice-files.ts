import type { Blobs } from '../storage/blobs.ts';
import { createId } from '../storage/create-id.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { VoiceFile } from './voice.ts';

/** Below it are all files of voices: `voices/VOICE/FILE`. */
export const VOICE_FILES = 'voices/';

/** The voice that a file is of. */
export function voiceIdOf(key: string): string {
  return key.slice(VOICE_FILES.length).split('/', 1)[0] ?? '';
}

/** Puts files of a voice, and then what tells of them. When that fails, the files are removed. */
export async function withNewFiles<Result>(
  blobs: Blobs,
  voiceId: string,
  work: (files: NewFiles) => Promise<Result>,
): Promise<Result> {
  const files = new NewFiles(blobs, voiceId);
  try {
    return await work(files);
  } catch (error) {
    await files.abandon(error);
    throw error;
  }
}

/** Files of a voice that are put before its row tells of them. */
export class NewFiles {
  readonly #blobs: Blobs;
  readonly #voiceId: string;
  readonly #keys: string[] = [];

  constructor(blobs: Blobs, voiceId: string) {
    this.#blobs = blobs;
    this.#voiceId = voiceId;
  }

  async put(content: Uint8Array, mediaType: VoiceFile['mediaType']): Promise<VoiceFile> {
    const blob = `${VOICE_FILES}${this.#voiceId}/${createId()}`;
    this.#keys.push(blob);
    return { blob, mediaType, ...(await this.#blobs.put(blob, content)) };
  }

  /**
   * Removes them, unless the reason is a database that is away: it may have taken the row nevertheless. What is left
   * over is swept up later.
   */
  async abandon(reason: unknown): Promise<void> {
    if (StorageError.isInstance(reason) && reason.code === 'unavailable') return;
    await Promise.allSettled(this.#keys.map((key) => this.#blobs.delete(key)));
  }
}
