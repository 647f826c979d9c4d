import type { Tables, VoiceRow, VoiceSampleRow } from '../storage/tables.ts';
import { type Author, house, type LibraryVoice, type VoiceFile, type VoiceSample } from './voice.ts';

/** A row with what is told of its author; null for the house. */
export type AuthoredVoiceRow = Omit<VoiceRow, 'profile'> & {
  nickname: Tables['accounts']['nickname'] | null;
  avatar: Tables['accounts']['avatar'] | null;
};

export function voiceOf(row: AuthoredVoiceRow, samples: readonly VoiceSampleRow[]): LibraryVoice {
  return {
    id: row.id,
    author: authorOf(row),
    title: row.title,
    description: row.description,
    visibility: row.visibility,
    state: row.state,
    tags: JSON.parse(row.tags),
    languages: JSON.parse(row.languages),
    defaultText: row.default_text,
    cover: coverOf(row),
    samples: samples.map(sampleOf),
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

function sampleOf(row: VoiceSampleRow): VoiceSample {
  return {
    id: row.id,
    position: Number(row.position),
    kind: row.kind,
    text: row.text,
    seconds: row.seconds,
    blob: row.blob,
    mediaType: row.media_type as VoiceFile['mediaType'],
    bytes: Number(row.bytes),
    sha256: row.sha256,
  };
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

export function sampleRowOf(voiceId: string, sample: VoiceSample): VoiceSampleRow {
  return {
    voice_id: voiceId,
    position: BigInt(sample.position),
    id: sample.id,
    kind: sample.kind,
    text: sample.text,
    seconds: sample.seconds,
    blob: sample.blob,
    media_type: sample.mediaType,
    bytes: BigInt(sample.bytes),
    sha256: sample.sha256,
  };
}
