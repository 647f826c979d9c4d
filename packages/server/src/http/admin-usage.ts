import { formatDollars, type UsageReport, type UsageRow } from '@shoal/wire';
import type { UsageStore, UsageSummary } from '../usage/usage-store.ts';
import type { EndpointHandlers } from './mount.ts';
import { isoTime } from './wallet.ts';

const DEFAULT_SPAN_MS = 30 * 24 * 60 * 60 * 1000;

/** Administrators and what was used. */
export function usageEndpoints(usage: UsageStore): Pick<EndpointHandlers, 'usage'> {
  return {
    usage: async ({ query }): Promise<UsageReport> => {
      const toMs = query.to?.getTime() ?? Date.now();
      const fromMs = query.from?.getTime() ?? toMs - DEFAULT_SPAN_MS;
      const items = await usage.summarize({
        fromMs,
        toMs,
        groupBy: query.group_by,
        ...(query.account_id && { accountId: query.account_id }),
      });
      return { from: isoTime(fromMs), to: isoTime(toMs), items: items.map(wireRow) };
    },
  };
}

function wireRow(row: UsageSummary): UsageRow {
  return {
    ...(row.day !== undefined && { day: row.day }),
    ...(row.accountId !== undefined && { account_id: row.accountId }),
    ...(row.keyId !== undefined && { key_id: row.keyId }),
    ...(row.voice !== undefined && { voice: row.voice }),
    ...(row.model !== undefined && { model: row.model }),
    ...(row.endpoint !== undefined && { endpoint: row.endpoint }),
    requests: row.requests,
    failures: row.failures,
    text_bytes: row.textBytes,
    audio_seconds: row.audioMs / 1000,
    first_audio_ms: row.firstAudioMs,
    price: formatDollars(row.price),
  };
}
