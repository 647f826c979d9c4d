import { type AudioFormat, Narration, Narrator, type Renderer, type Voice } from '@shoal/speech';
import type { TtsRequest } from '@shoal/wire';
import { wellKnownVoices } from './built-in-voices.ts';
import { Problem } from './problem.ts';

/** What one second of audio counts as in `max_new_tokens`. */
const TOKENS_PER_SECOND = 21.5;

/**
 * Opens the narration that a request asks for; the request's own text is not said yet. This is where the
 * wire's words end: beyond it there are voices, rates and formats.
 *
 * @throws Problem 400 when a voice does not exist or cannot be had
 */
export function openNarration(request: TtsRequest, renderer: Renderer): Narration {
  const voices = findVoices(request, renderer);
  const narrator = new Narrator({
    catalogue: renderer.catalogue,
    voices,
    rate: request.prosody.speed,
    maxAudioMs: (request.max_new_tokens / TOKENS_PER_SECOND) * 1000,
    chunkLength: request.chunk_length,
    minChunkLength: request.min_chunk_length,
    earlyStart: request.latency !== 'normal',
  });
  const session = renderer.open({
    format: audioFormat(request),
    volumeDb: request.prosody.volume,
    normalizeLoudness: request.prosody.normalize_loudness,
  });
  return new Narration(session, narrator);
}

function findVoices({ reference_id: wanted, references }: TtsRequest, { catalogue }: Renderer): Voice[] {
  if (wanted === null) {
    if (references.length > 0) {
      throw new Problem(
        400,
        'Speaking in the voice of a reference recording is not available; use reference_id',
      );
    }
    return [];
  }
  const ids = typeof wanted === 'string' ? [wanted] : wanted;
  return ids.map((id) => {
    const voice = catalogue.find(wellKnownVoices[id] ?? id);
    if (!voice) throw new Problem(400, 'Reference not found');
    return voice;
  });
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
