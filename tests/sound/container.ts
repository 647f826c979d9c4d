import { spawnSync } from 'node:child_process';

/** What ffprobe, which knows nothing of this project, says of an audio file. */
export interface Container {
  /** ffmpeg's name of the container: `wav`, `mp3`, `ogg`. */
  name: string;
  codec: string;
  /** Hz. */
  sampleRate: number;
  channels: number;
  /** bit/s of each packet; lossy codecs have many, PCM none worth telling. */
  packetBitrates: number[];
  /** Errors; empty when the file is sound. */
  complaints: string;
}

interface Report {
  format: { format_name: string };
  streams: { codec_name: string; sample_rate: string; channels: number }[];
  packets: { size: string; duration_time: string }[];
}

/** Throws unless the file has exactly one stream. */
export function inspectContainer(file: Uint8Array): Container {
  const options = ['-v', 'error', '-show_format', '-show_streams', '-show_packets', '-of', 'json', 'pipe:0'];
  const { stdout, stderr, error } = spawnSync('ffprobe', options, {
    input: file,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  const { format, streams, packets } = JSON.parse(stdout.toString()) as Report;
  const [stream] = streams;
  if (!stream || streams.length !== 1) throw new Error(`${streams.length} streams: ${stderr}`);
  return {
    name: format.format_name,
    codec: stream.codec_name,
    sampleRate: Number(stream.sample_rate),
    channels: stream.channels,
    packetBitrates: packets.map(({ size, duration_time }) => (8 * Number(size)) / Number(duration_time)),
    complaints: stderr.toString().trim(),
  };
}
