import type { Tables, VoiceRow, VoiceSampleRow } from '../storage/tables.ts';
import { sampleSentence } from './sample-sentences.ts';
import {
  type Author,
  house,
  type LibraryVoice,
  type StoredSample,
  type VoiceFile,
  type VoiceSample,
} from './voice.ts';

/** A row with what is told of its author; null for the house. */
export type AuthoredVoiceRow = Omit<VoiceRow, 'profile' | 'terms'> & {
  nickname: Tables['accounts']['nickname'] | null;
  avatar: Tables['accounts']['avatar'] | null;
};

export function voiceOf(row: AuthoredVoiceRow, sampleRows: readonly VoiceSampleRow[]): LibraryVoice {
  const languages: string[] = JSON.parse(row.languages);
  const stored = sampleRows.map(sampleOf);
  const isSilent = row.account_id === null && row.state === 'trained' && stored.length === 0;
  const samples = isSilent ? [promisedSample(row.id, languages)] : stored;
  return {
    id: row.id,
    author: authorOf(row),
    title: row.title,
    description: row.description,
    visibility: row.visibility,
    state: row.state,
    tags: JSON.parse(row.tags),
    languages,
    defaultText: row.account_id === null ? (samples[0]?.text ?? '') : row.default_text,
    cover: coverOf(row),
    samples,
    taskCount: Number(row.task_count),
    createdAtMs: Number(row.created_at),
    updatedAtMs: Number(row.updated_at),
  };
}

function authorOf({ account_id, nickname, avatar }: AuthoredVoiceRow): Author {
  return account_id === null ? house : { id: account_id, nickname: nickname ?? '', avatar: avatar ?? '' };
}

function coverOf({ cover_blob, cover_type, cover_bytes, cover_sha256 }: AuthoredVoiceRow): VoiceFile | null {
  if (cover_blob === null) return null;
  return {
    blob: cover_blob,
    mediaType: cover_type as VoiceFile['mediaType'],
    bytes: Number(cover_bytes),
    sha256: cover_sha256 ?? '',
  };
}

export function sampleOf(row: VoiceSampleRow): StoredSample {
  return {
    id: row.id,
    position: Number(row.position),
    kind: row.kind,
    text: row.text,
    seconds: row.seconds,
    file: {
      blob: row.blob,
      mediaType: row.media_type as VoiceFile['mediaType'],
      bytes: Number(row.bytes),
      sha256: row.sha256,
    },
  };
}

/** What a built-in voice will say once somebody wants to hear it. */
function promisedSample(voiceId: string, languages: readonly string[]): VoiceSample {
  const text = sampleSentence(languages);
  return { id: `${voiceId}-sample`, position: 1, kind: 'generated', text, seconds: null, file: null };
}

/** The columns of a picture. */
export function coverColumns(cover: VoiceFile | null) {
  return {
    cover_blob: cover?.blob ?? null,
    cover_type: cover?.mediaType ?? null,
    cover_bytes: cover === null ? null : BigInt(cover.bytes),
    cover_sha256: cover?.sha256 ?? null,
  };
}

export function sampleRowOf(voiceId: string, { file, ...sample }: StoredSample): VoiceSampleRow {
  return {
    voice_id: voiceId,
    position: BigInt(sample.position),
    id: sample.id,
    kind: sample.kind,
    text: sample.text,
    seconds: sample.seconds,
    blob: file.blob,
    media_type: file.mediaType,
    bytes: BigInt(file.bytes),
    sha256: file.sha256,
  };
}
