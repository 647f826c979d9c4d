/**
 * The tables. Integers are `bigint` on both databases, times are milliseconds since 1970, amounts of money are
 * micro-dollars. There are no booleans: SQLite has none.
 */
export interface Tables {
  accounts: AccountRow;
  api_keys: ApiKeyRow;
  /** Counters that tell other servers that something they may have cached has changed. */
  revisions: { name: string; value: bigint };
  wallets: WalletRow;
  packages: PackageRow;
  holds: HoldRow;
  ledger_entries: LedgerEntryRow;
  usage: UsageRow;
  voices: VoiceRow;
  voice_samples: VoiceSampleRow;
  voice_postings: VoicePostingRow;
}

export interface AccountRow {
  id: string;
  nickname: string;
  avatar: string;
  role: 'admin' | 'member';
  /** Requests at once; null is the default. */
  concurrency: bigint | null;
  created_at: bigint;
}

export interface ApiKeyRow {
  id: string;
  account_id: string;
  name: string;
  /** Of the key, in hex. Unique. */
  sha256: string;
  /** The key's last characters. */
  hint: string;
  /** Joined by spaces. */
  scopes: string;
  created_at: bigint;
  expires_at: bigint | null;
  last_used_at: bigint | null;
  revoked_at: bigint | null;
}

/** What an account has. One for each account. */
export interface WalletRow {
  account_id: string;
  /** The sum of the account's ledger entries in the pocket `credit`. */
  balance: bigint;
  /** The sum of what its open holds keep of the credit. */
  held: bigint;
  /** The number of its open holds. */
  in_flight: bigint;
  topped_up: bigint;
  free_granted: bigint;
  /** What was ever charged to the credit. */
  spent: bigint;
  created_at: bigint;
  updated_at: bigint;
}

/** A monthly allowance that is spent before credit. At most one for each account. */
export interface PackageRow {
  account_id: string;
  id: string;
  type: string;
  /** What each month brings. */
  total: bigint;
  /** The sum of the account's ledger entries in the pocket `package`. */
  balance: bigint;
  held: bigint;
  /** Start of the first month; the others start a whole number of months later. */
  started_at: bigint;
  /** When the present month ends. */
  renews_at: bigint;
  /** When there is no further month; null is never. */
  finished_at: bigint | null;
  created_at: bigint;
  updated_at: bigint;
}

/** Money kept back for work under way. */
export interface HoldRow {
  /** Id of the request. */
  id: string;
  account_id: string;
  /** The server that does the work. */
  server_id: string;
  credit: bigint;
  package: bigint;
  /** Unique. */
  idempotency_key: string | null;
  created_at: bigint;
}

export type Pocket = 'credit' | 'package';
export type EntryKind = 'top_up' | 'free_credit' | 'charge' | 'package_grant' | 'package_expiry';

/** Append-only. Unique by account, pocket, kind and reference. */
export interface LedgerEntryRow {
  id: string;
  account_id: string;
  pocket: Pocket;
  kind: EntryKind;
  /** Negative for what was spent. */
  amount: bigint;
  reference: string;
  created_at: bigint;
}

/** One request. */
export interface UsageRow {
  id: string;
  account_id: string;
  /** Null for work on behalf of no key. */
  key_id: string | null;
  endpoint: string;
  model: string;
  voice: string | null;
  /** UTF-8 bytes of the text that was spoken. */
  text_bytes: bigint;
  audio_ms: bigint;
  first_audio_ms: number | null;
  /** HTTP status, or what it would have been. 499: the client left. */
  status: bigint;
  price: bigint;
  /** Unique. Of work that was served. */
  idempotency_key: string | null;
  created_at: bigint;
}

/** A voice to speak with. */
export interface VoiceRow {
  /** Of a built-in voice, its name. */
  id: string;
  /** Later voices have greater ones. Unique. */
  number: bigint;
  /** Null: it comes with an engine. */
  account_id: string | null;
  visibility: 'public' | 'unlist' | 'private';
  /** Failed: its engine is not there any more. */
  state: 'trained' | 'failed';
  /** 1 if it is public and trained, else 0. */
  listed: bigint;
  title: string;
  description: string;
  /** A list, in JSON. */
  tags: string;
  /** BCP 47 tags, the best one first: a list, in JSON. */
  languages: string;
  /** What it is found by: a list, in JSON. */
  terms: string;
  /** What its generated sample says. */
  default_text: string;
  /** What was measured from its recordings, in JSON; null for built-in voices. */
  profile: string | null;
  /** Its picture; all null where there is none. */
  cover_blob: string | null;
  cover_type: string | null;
  cover_bytes: bigint | null;
  cover_sha256: string | null;
  task_count: bigint;
  created_at: bigint;
  updated_at: bigint;
}

/** Something that a voice can be heard in. */
export interface VoiceSampleRow {
  voice_id: string;
  /** The first is 1. Unique for each voice. */
  position: bigint;
  id: string;
  kind: 'recording' | 'generated';
  /** What is said; empty where it is not known. */
  text: string;
  seconds: number | null;
  blob: string;
  media_type: string;
  bytes: bigint;
  /** Of the content, in hex. */
  sha256: string;
}

/** Which voices have a term. Unique by term and block. */
export interface VoicePostingRow {
  /** Sorts by its bytes. */
  term: string;
  /** Neighbouring voices, by their numbers. */
  block: bigint;
  /** A letter for each of those voices that has the term, in any order. Not empty. */
  voices: string;
}
