import { createId } from '../../storage/create-id.ts';
import type { VoiceDraft } from '../voice-store.ts';

/** A voice to keep. */
export function voiceDraft(accountId: string, given: Partial<VoiceDraft> = {}): VoiceDraft {
  const nowMs = Date.now();
  return {
    id: createId(nowMs),
    accountId,
    title: 'Ada',
    description: '',
    visibility: 'public',
    state: 'trained',
    tags: [],
    languages: ['en'],
    defaultText: '',
    profile: { pitchHz: 120 },
    cover: null,
    samples: [],
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    ...given,
  };
}

/** Where a file would be. */
export function voiceFile(voiceId: string, name: string) {
  return {
    blob: `voices/${voiceId}/${name}`,
    mediaType: 'audio/wav',
    bytes: 1_000,
    sha256: 'a'.repeat(64),
  } as const;
}
