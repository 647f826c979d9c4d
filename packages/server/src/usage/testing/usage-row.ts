import { createId } from '../../storage/create-id.ts';
import type { UsageRow } from '../../storage/tables.ts';

/** Usage of an account: a short text that was spoken, unless said otherwise. */
export function usageRow(row: Partial<UsageRow> & Pick<UsageRow, 'account_id'>): UsageRow {
  return {
    id: createId(),
    key_id: null,
    endpoint: 'tts',
    model: 's2-pro',
    voice: null,
    text_bytes: 60n,
    audio_ms: 4_600n,
    first_audio_ms: 12.5,
    status: 200n,
    price: 900n,
    idempotency_key: null,
    created_at: BigInt(Date.now()),
    ...row,
  };
}
