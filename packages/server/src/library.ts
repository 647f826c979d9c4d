import type { Transcriber } from '@shoal/speech';
import type { Metering } from './metering/metering.ts';
import type { Database } from './storage/database.ts';
import { openBlobs } from './storage/open-blobs.ts';
import type { S3Location } from './storage/s3-location.ts';
import type { Log } from './telemetry/log.ts';
import { HourlySweep } from './voices/blob-sweep.ts';
import { type BuiltInVoice, syncBuiltInVoices } from './voices/built-in-voices.ts';
import { MissingTranscripts } from './voices/missing-transcripts.ts';
import { TaskCounts } from './voices/task-counts.ts';
import { TaskMetering } from './voices/task-metering.ts';
import type { SampleSpeaker, VoiceAnalyst } from './voices/voice-analyst.ts';
import { VoiceLibrary } from './voices/voice-library.ts';
import { VoiceStore } from './voices/voice-store.ts';

export interface LibraryOptions {
  database: Database;
  /** Files are in `blobs` within it, unless they are in S3. */
  dataDir: string;
  s3?: S3Location | undefined;
  /** The voices of the engines. */
  builtIn: readonly BuiltInVoice[];
  analyst: VoiceAnalyst & SampleSpeaker;
  transcriber: Transcriber;
  log: Log;
}

/** Everything that knows voices, over one database and one place for files. */
export async function openLibrary(options: LibraryOptions) {
  const { database, dataDir, s3, builtIn, analyst, transcriber, log } = options;
  const store = new VoiceStore(database);
  const blobs = await openBlobs({ dataDir, s3, log });
  await syncBuiltInVoices(database, builtIn);
  const counts = new TaskCounts({ store, log });
  const sweep = new HourlySweep({ blobs, store, log });
  const transcripts = new MissingTranscripts({ store, blobs, transcriber, log });
  return {
    voices: new VoiceLibrary({ store, blobs, analyst, transcripts, log }),
    /** What voices sound like. */
    profiles: { findProfile: (id: string, accountId: string) => store.findProfile(id, accountId) },
    /** The same, which also counts what voices speak. */
    countTasks: (metering: Metering): Metering => new TaskMetering(metering, counts),
    /** The database stays open. */
    close: async (): Promise<void> => {
      await Promise.all([sweep.stop(), counts.close(), transcripts.close()]);
    },
  };
}
