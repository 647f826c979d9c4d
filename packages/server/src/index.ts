export { openAccounting } from './accounting.ts';
export { type AppPorts, createApp } from './app.ts';
export { FailedAttempts } from './http/failed-attempts.ts';
export { AdminToken } from './keys/admin-token.ts';
export { openLibrary } from './library.ts';
export { main } from './main.ts';
export type { Meter, Metering } from './metering/metering.ts';
export { newKey } from './new-key.ts';
export { Speakers } from './speaking/speakers.ts';
export type { Database } from './storage/database.ts';
export { openDatabase } from './storage/open-database.ts';
export { HostAnalyst } from './voices/host-analyst.ts';
export {
  RecordingError,
  type SampleSpeaker,
  type VoiceAnalysis,
  type VoiceAnalyst,
} from './voices/voice-analyst.ts';
export { defaultPrices } from './wallet/prices.ts';
