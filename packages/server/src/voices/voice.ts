import type { CoverMediaType, RecordingMediaType, Visibility } from '@shoal/wire';

/** Whose voice it is. */
export interface Author {
  id: string;
  nickname: string;
  avatar: string;
}

/** The author of voices that come with an engine. It has no account, hence no key and no wallet. */
export const house: Author = { id: '0'.repeat(32), nickname: 'Shoal', avatar: '' };

/** Where a file of a voice is. */
export interface VoiceFile {
  blob: string;
  mediaType: RecordingMediaType | CoverMediaType;
  bytes: number;
  /** Of the content, in hex. */
  sha256: string;
}

/** Something that a voice can be heard in. */
export interface VoiceSample {
  id: string;
  /** Which one it is; the first is 1. */
  position: number;
  kind: 'recording' | 'generated';
  /** What is said; empty where it is not known. */
  text: string;
  /** Null where nobody has measured it. */
  seconds: number | null;
  /** Null for what a built-in voice will say when somebody asks to hear it. */
  file: VoiceFile | null;
}

/** A sample that has been recorded, or spoken. */
export type StoredSample = VoiceSample & { file: VoiceFile };

/** A voice of the library. */
export interface LibraryVoice {
  id: string;
  author: Author;
  title: string;
  description: string;
  visibility: Visibility;
  /** Failed: its engine is not there any more. */
  state: 'trained' | 'failed';
  tags: string[];
  /** BCP 47 tags, the best one first. */
  languages: string[];
  /** What its generated sample says; empty for none. */
  defaultText: string;
  /** Null: it has none of its own. */
  cover: VoiceFile | null;
  samples: VoiceSample[];
  taskCount: number;
  createdAtMs: number;
  updatedAtMs: number;
}
