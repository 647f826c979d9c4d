import { createHash } from 'node:crypto';
import { VoiceProfile } from '../profile.ts';

/** Of its WAV file: canonical, 16 bits, mono. */
const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
/** The RIFF chunk behind the samples. */
const CHUNK = 'shdv';
const CHUNK_HEADER_BYTES = 8;
const LONGEST_CHUNK = 8 * 1024;
/** Longer than samples of designed voices are, and quick to hash. */
const MOST_SAMPLE_BYTES = 8 * 1024 * 1024;

export interface DesignedRecording {
  profile: VoiceProfile;
  seconds: number;
}

/**
 * A WAV file in which a designed voice speaks, and which tells whom one hears: whoever gets it back knows the voice
 * better than by listening. Players skip what they do not know.
 *
 * @param pcm mono samples of 16 bits, little-endian
 */
export function designedRecording(pcm: Uint8Array, sampleRate: number, profile: VoiceProfile): Uint8Array {
  const body = Buffer.from(JSON.stringify({ profile, samples: hashOf(pcm) }));
  const padding = body.length % 2;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES + pcm.length + CHUNK_HEADER_BYTES + body.length + padding - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // linear PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(BYTES_PER_SAMPLE * sampleRate, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  header.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(pcm.length, 40);
  const chunk = Buffer.alloc(CHUNK_HEADER_BYTES);
  chunk.write(CHUNK, 'latin1');
  chunk.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, pcm, chunk, body, Buffer.alloc(padding)]);
}

/** The designed voice in a recording. Undefined for any other file, and where the samples are not the same any more. */
export function readDesignedRecording(file: Uint8Array): DesignedRecording | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 36, 40) !== 'data') return undefined;
  const samplesEnd = HEADER_BYTES + bytes.readUInt32LE(40);
  const bodyStart = samplesEnd + CHUNK_HEADER_BYTES;
  if (samplesEnd > MOST_SAMPLE_BYTES || bodyStart > bytes.length) return undefined;
  if (bytes.toString('latin1', samplesEnd, samplesEnd + 4) !== CHUNK) return undefined;
  const bodyLength = bytes.readUInt32LE(samplesEnd + 4);
  if (bodyLength > LONGEST_CHUNK) return undefined;
  const profile = profileIn(
    bytes.subarray(bodyStart, bodyStart + bodyLength),
    bytes.subarray(HEADER_BYTES, samplesEnd),
  );
  const byteRate = bytes.readUInt32LE(28);
  return profile && byteRate > 0 ? { profile, seconds: (samplesEnd - HEADER_BYTES) / byteRate } : undefined;
}

function profileIn(body: Uint8Array, pcm: Uint8Array): VoiceProfile | undefined {
  try {
    const { profile, samples } = JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>;
    return samples === hashOf(pcm) ? VoiceProfile.parse(profile) : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(pcm: Uint8Array): string {
  return createHash('sha256').update(pcm).digest('base64');
}
