import { type AudioFormat, Narration, Narrator, type Renderer, type Speaker } from '@shoal/speech';

/** Longest audio of one piece of the text. */
const LONGEST_MS = 60_000;

export interface WholeSpeechOptions {
  text: string;
  speaker: Speaker;
  format: AudioFormat;
  /** 0.5–2 */
  rate?: number;
  signal?: AbortSignal | undefined;
}

/**
 * A short text, spoken to its end.
 *
 * @throws SpeechError when there is nobody to speak now, or the signal aborts
 */
export async function wholeSpeech(
  renderer: Renderer,
  { text, speaker, format, rate = 1, signal }: WholeSpeechOptions,
): Promise<{ audio: Uint8Array; seconds: number }> {
  signal?.throwIfAborted();
  const narrator = new Narrator({
    catalogue: renderer.catalogue,
    voices: [speaker],
    rate,
    maxAudioMs: LONGEST_MS,
    chunkLength: 300,
    minChunkLength: 0,
    earlyStart: false,
  });
  const session = renderer.open({ format, volumeDb: 0, normalizeLoudness: true });
  const narration = new Narration(session, narrator);
  const cancel = () => narration.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  narration.text(text);
  narration.stop();
  const pieces: Uint8Array[] = [];
  try {
    for await (const event of narration) if (event.kind === 'audio') pieces.push(event.bytes);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
  return { audio: Buffer.concat(pieces), seconds: narration.audioSeconds };
}
