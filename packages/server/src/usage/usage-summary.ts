import type { UsageRow } from '../storage/tables.ts';

export type UsageGrouping = 'day' | 'account' | 'key' | 'voice' | 'model' | 'endpoint';

/** What a group is known by: it has a member for each grouping that was asked for. */
export interface UsageGroup {
  /** In UTC, as `2026-01-31`. */
  day?: string;
  accountId?: string;
  /** Null for work on behalf of no key. */
  keyId?: string | null;
  /** Null where none was asked for. */
  voice?: string | null;
  model?: string;
  endpoint?: string;
}

export interface UsageSummary extends UsageGroup {
  requests: number;
  /** Those of a status of 400 or more; that a client left (499) is no failure. */
  failures: number;
  textBytes: number;
  audioMs: number;
  /** Mean of the requests that had any audio; null when none had. */
  firstAudioMs: number | null;
  /** Micro-dollars. */
  price: bigint;
}

/** What the database says of a group: columns that are grouped by, and totals. */
export interface SummaryRow extends Partial<Pick<UsageRow, GroupColumn>> {
  /** Days since 1970. */
  day?: bigint;
  requests: bigint;
  failures: bigint;
  text_bytes: bigint;
  audio_ms: bigint;
  first_audio_ms: number | null;
  price: bigint;
}

/** Columns of the table of usage that may be grouped by as they are. */
export const groupColumns = {
  account: 'account_id',
  key: 'key_id',
  voice: 'voice',
  model: 'model',
  endpoint: 'endpoint',
} as const satisfies Record<Exclude<UsageGrouping, 'day'>, keyof UsageRow>;
type GroupColumn = (typeof groupColumns)[keyof typeof groupColumns];

const members = {
  day: 'day',
  account: 'accountId',
  key: 'keyId',
  voice: 'voice',
  model: 'model',
  endpoint: 'endpoint',
} as const satisfies Record<UsageGrouping, keyof UsageGroup>;

export const DAY_MS = 86_400_000;

export function summaryOf(row: SummaryRow, groupBy: Iterable<UsageGrouping>): UsageSummary {
  return {
    ...Object.fromEntries([...groupBy].map((grouping) => [members[grouping], groupValue(row, grouping)])),
    requests: Number(row.requests),
    failures: Number(row.failures),
    textBytes: Number(row.text_bytes),
    audioMs: Number(row.audio_ms),
    firstAudioMs: row.first_audio_ms,
    price: row.price,
  };
}

/** Orders by the groupings, the first one first, nulls last. The databases sort text and nulls each in their way. */
export function compareBy(groupBy: Iterable<UsageGrouping>) {
  const keys = [...groupBy].map((grouping) => members[grouping]);
  return (a: UsageGroup, b: UsageGroup): number => {
    for (const key of keys) {
      const [left, right] = [a[key] ?? null, b[key] ?? null];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      return left < right ? -1 : 1;
    }
    return 0;
  };
}

function groupValue(row: SummaryRow, grouping: UsageGrouping): string | null | undefined {
  if (grouping !== 'day') return row[groupColumns[grouping]];
  return new Date(Number(row.day) * DAY_MS).toISOString().slice(0, 10);
}
