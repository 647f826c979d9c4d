import type { PackageRow } from '../storage/tables.ts';

/** What the passing of time does to a package. Amounts in micro-dollars. */
export interface MonthChange {
  /** What goes: all that is left, but for what open holds keep. */
  expired: bigint;
  /** Undefined when the package has finished. */
  month?: {
    granted: bigint;
    startsAtMs: number;
    renewsAtMs: number;
  };
}

/**
 * How a package gets into the month that it is now, or to its end; undefined when it is there. Months that passed
 * without anybody looking are left out: they would have brought and taken the same. What holds give back later
 * belongs to the month that it is then.
 */
export function monthChange(row: PackageRow, nowMs: number): MonthChange | undefined {
  const left = row.balance - row.held;
  if (isFinished(row, nowMs)) return left > 0n ? { expired: left } : undefined;
  if (nowMs < row.renews_at) return undefined;
  const startedAtMs = Number(row.started_at);
  const passed = monthsBetween(startedAtMs, nowMs);
  return {
    expired: left,
    month: {
      granted: row.total,
      startsAtMs: addMonths(startedAtMs, passed),
      renewsAtMs: addMonths(startedAtMs, passed + 1),
    },
  };
}

export function isFinished(row: Pick<PackageRow, 'finished_at'>, nowMs: number): boolean {
  return row.finished_at !== null && row.finished_at <= nowMs;
}

/** The same day and time, in UTC, so many months later; the last day of a month that is too short for it. */
export function addMonths(timeMs: number, months: number): number {
  const date = new Date(timeMs);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(Math.min(day, daysInMonth(date)));
  return date.getTime();
}

/** Whole months, so that `addMonths(fromMs, months)` is the last one not after `toMs`. */
function monthsBetween(fromMs: number, toMs: number): number {
  const from = new Date(fromMs);
  const to = new Date(toMs);
  const years = to.getUTCFullYear() - from.getUTCFullYear();
  const months = 12 * years + to.getUTCMonth() - from.getUTCMonth();
  return addMonths(fromMs, months) > toMs ? months - 1 : months;
}

function daysInMonth(date: Date): number {
  // Day 0 is the last one of the month before.
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}
