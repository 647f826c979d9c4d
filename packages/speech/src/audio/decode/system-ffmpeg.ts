import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { openNamelessFile } from '../../nameless-file.ts';
import { badRecording, unreadable } from './bad-recording.ts';
import type { DecodedPiece } from './decoded-piece.ts';
import { frameBytes, readSamples, readWavHeader, type WavHeader } from './wav.ts';

/** FFmpeg's names of the demuxers that are left to the program. */
export type FfmpegDemuxer = 'mov' | 'aac' | 'aiff' | 'caf' | 'amr' | 'wav';

/** Seconds of computing after which the program ends by itself, should nobody be left to end it. */
const LONGEST_RUN_SECONDS = 60;
/** Largest single allocation. */
const LARGEST_BLOCK_BYTES = 256 * 1024 * 1024;

/**
 * Decodes what only the `ffmpeg` program of this machine can. It reads that one file and nothing else, in the format
 * that its first bytes show. Throws a SpeechError `bad_input`, also when the program is not installed; leaving the
 * loop or aborting ends the program.
 */
export async function* decodeWithSystemFfmpeg(
  bytes: Uint8Array,
  demuxer: FfmpegDemuxer,
  { maxSeconds, signal }: { maxSeconds: number; signal: AbortSignal },
): AsyncGenerator<DecodedPiece> {
  const file = await fileOf(bytes);
  let child: ChildProcess | undefined;
  try {
    child = spawn('ffmpeg', commandLine(demuxer, maxSeconds), {
      stdio: [file.fd, 'pipe', 'ignore'],
      signal,
      killSignal: 'SIGKILL',
    });
    child.on('error', () => {});
    await once(child, 'spawn');
    yield* wavPieces(child.stdout as Readable);
    signal.throwIfAborted();
  } catch (error) {
    signal.throwIfAborted();
    if (isMissing(error))
      throw badRecording('recordings of this format need ffmpeg, which is not installed here');
    throw error;
  } finally {
    child?.kill('SIGKILL');
    await file.close();
  }
}

/** The format is forced, nothing but plain files may be opened, and only audio comes out, at its own rate. */
function commandLine(demuxer: FfmpegDemuxer, maxSeconds: number): string[] {
  const limits = ['-timelimit', String(LONGEST_RUN_SECONDS), '-max_alloc', String(LARGEST_BLOCK_BYTES)];
  const input = ['-protocol_whitelist', 'file', '-f', demuxer, '-i', 'file:/dev/stdin'];
  // A second more than is wanted, for whoever has to tell that the recording is too long.
  const output = ['-map', '0:a:0', '-t', String(maxSeconds + 1), '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'];
  return ['-v', 'quiet', '-nostdin', ...limits, '-threads', '1', ...input, ...output];
}

/** A file that can be searched, as MP4 needs. */
async function fileOf(bytes: Uint8Array): Promise<FileHandle> {
  const file = await openNamelessFile();
  for (let at = 0; at < bytes.length; ) {
    // At a position, so that the descriptor which the program gets still stands at the beginning.
    at += (await file.write(bytes, at, bytes.length - at, at)).bytesWritten;
  }
  return file;
}

async function* wavPieces(output: Readable): AsyncGenerator<DecodedPiece> {
  let header: WavHeader | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of output as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    if (!header) {
      // Written at once, and smaller than what a pipe takes apart (PIPE_BUF of POSIX).
      header = readWavHeader(rest);
      rest = rest.subarray(header.dataOffset);
    }
    const whole = rest.length - (rest.length % frameBytes(header));
    yield readSamples(rest.subarray(0, whole), header);
    rest = rest.subarray(whole);
  }
  if (!header) throw unreadable();
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
