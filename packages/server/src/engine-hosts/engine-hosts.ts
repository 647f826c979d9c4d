import type { Dial, RecordingLink } from '@shoal/speech/hosts';
import type { HostFigures } from '../telemetry/metrics.ts';

/** Where the engines are: processes of this server, or workers on other machines. */
export interface EngineHosts {
  dialRender: Dial;
  dialRecordings: Dial<RecordingLink>;
  /** Hosts that recognize speech, which may still have to start. */
  recognition: { dial: Dial<RecordingLink>; prepare(): void };
  /** Ids of what they can listen with. */
  readonly recognizers: readonly string[];
  /** Somebody can speak. */
  readonly isReady: boolean;
  /** For those who watch. */
  readonly figures: HostFigures;
  /** Somebody has the engine of a built-in voice. */
  speaks(voice: string): boolean;
  /** How much may be under way at once; more waits. */
  readonly places: Places;
  /** Resolves when the server need not wait any longer to say that it runs. */
  started(): Promise<void>;
  close(): Promise<void>;
}

export interface Places {
  renders: number;
  analyses: number;
  transcriptions: number;
  /** Chunks of speech that are recognized at the same time. */
  recognitions: number;
}
