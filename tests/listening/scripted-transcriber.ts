import type { TranscribeOptions, Transcriber, Transcript } from '@shoal/speech';

/** What it hears in any recording. */
export const heard: Transcript = {
  text: 'Hello there.',
  segments: [{ text: 'Hello there.', startSeconds: 0.1, endSeconds: 0.9 }],
  durationSeconds: 1,
  language: 'en-US',
};

/** Takes any bytes for a recording of one second, unless a test has it do something else. */
export class ScriptedTranscriber implements Transcriber {
  readonly missing = undefined;
  /** What it was asked for, the last at the end. */
  readonly asked: { bytes: number; language: string | undefined }[] = [];
  durationSeconds = heard.durationSeconds;
  /** What happens before the length of the recording is known. */
  decode: () => Promise<void> = async () => {};
  /** What happens afterwards. */
  listen: (options: TranscribeOptions) => Promise<Transcript> = async ({ onProgress }) => {
    const { durationSeconds, segments } = heard;
    onProgress?.({ seconds: durationSeconds, durationSeconds, segments });
    return heard;
  };

  understands(): boolean {
    return true;
  }

  async transcribe(recording: Uint8Array, options: TranscribeOptions): Promise<Transcript> {
    this.asked.push({ bytes: recording.length, language: options.language });
    await this.decode();
    await options.onDuration?.(this.durationSeconds);
    return this.listen(options);
  }
}
