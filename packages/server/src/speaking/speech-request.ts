import { type AudioFormat, Narration, Narrator, type Renderer, type Speaker } from '@shoal/speech';
import { type Model, type TtsRequest, textTagStyle } from '@shoal/wire';

/** What one second of audio counts as in `max_new_tokens`. */
const TOKENS_PER_SECOND = 21.5;

/**
 * Opens the narration that a request asks for; the request's own text is not said yet. This is where the
 * wire's words end: beyond it there are speakers, rates and formats.
 *
 * @param speakers by number; none for the default voice
 * @param model decides how tags are written in the text
 * @param options `wordTimes`: tell when each word is heard
 */
export function openNarration(
  request: TtsRequest,
  renderer: Renderer,
  speakers: readonly Speaker[],
  model: Model,
  { wordTimes = false }: { wordTimes?: boolean } = {},
): Narration {
  const narrator = new Narrator({
    catalogue: renderer.catalogue,
    voices: speakers,
    temperature: request.temperature,
    rate: request.prosody.speed,
    maxAudioMs: (request.max_new_tokens / TOKENS_PER_SECOND) * 1000,
    chunkLength: request.chunk_length,
    minChunkLength: request.min_chunk_length,
    earlyStart: request.latency !== 'normal',
    normalize: request.normalize,
    tags: textTagStyle(model),
  });
  const session = renderer.open({
    format: audioFormat(request),
    volumeDb: request.prosody.volume,
    normalizeLoudness: request.prosody.normalize_loudness,
    wordTimes,
  });
  return new Narration(session, narrator);
}

/** The voices that a request names, for the books; null for the default, and for recordings. */
export function voicesAskedFor({ reference_id: wanted }: TtsRequest): string | null {
  return wanted === null ? null : [wanted].flat().join(',');
}

function audioFormat({ format, sample_rate, mp3_bitrate, opus_bitrate }: TtsRequest): AudioFormat {
  switch (format) {
    case 'wav':
    case 'pcm':
      return { container: format, sampleRate: sample_rate };
    case 'mp3':
      return {
        container: 'mp3',
        sampleRate: sample_rate === 32_000 ? 32_000 : 44_100,
        bitrate: mp3_bitrate === 64 ? 64_000 : mp3_bitrate === 192 ? 192_000 : 128_000,
      };
    case 'opus':
      return { container: 'opus', sampleRate: 48_000, bitrate: opus_bitrate };
  }
}
