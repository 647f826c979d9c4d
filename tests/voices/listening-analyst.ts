import { RecordingError, type SampleSpeaker, type VoiceAnalysis, type VoiceAnalyst } from '@shoal/server';

/** Recordings that begin with this are of no use. */
export const USELESS = 'useless';

/** Takes any bytes for recordings of a thousand bytes a second, and tells what it was asked to do. */
export class ListeningAnalyst implements VoiceAnalyst, SampleSpeaker {
  /** What was asked of it, the last at the end. */
  readonly heard: { recordings: number[]; enhance: boolean }[] = [];
  /** Resolves before it answers; at once unless a test sets another. */
  thinking: (signal: AbortSignal) => Promise<void> = async () => {};

  async analyse(
    recordings: Uint8Array[],
    { enhance, signal }: { enhance: boolean; signal: AbortSignal },
  ): Promise<VoiceAnalysis> {
    this.heard.push({ recordings: recordings.map(({ length }) => length), enhance });
    await this.thinking(signal);
    const useless = recordings.findIndex((bytes) =>
      Buffer.from(bytes).toString('latin1').startsWith(USELESS),
    );
    if (useless >= 0) throw new RecordingError(useless, 'The recording has no voice in it');
    return {
      profile: { pitchHz: 120, bytes: recordings.map(({ length }) => length) },
      recordings: recordings.map(({ length }) => ({ seconds: length / 1_000 })),
      language: 'en',
    };
  }

  async speakSample() {
    return { text: 'This is how I sound.', audio: Buffer.from('ID3 a generated sample'), seconds: 2 };
  }
}
