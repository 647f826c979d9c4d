import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FishAudioError } from '../errors.ts';
import { type Playable, piecesOf } from '../pieces.ts';
import type { PlayerCommand, PlayOptions } from '../play.ts';
import { wavHeader } from '../wav-header.ts';

/** Told as little as it takes to begin early; raw samples begin earliest. */
const knownPlayers: Player[] = [
  {
    command: 'ffplay',
    args: ['-nodisp', '-autoexit', '-loglevel', 'error', '-i', 'pipe:0'],
    file: ['-probesize', '4096', '-fflags', 'nobuffer'],
    pcm: (sampleRate) => ['-probesize', '32', '-f', 's16le', '-sample_rate', `${sampleRate}`],
  },
  {
    command: 'mpv',
    args: ['--no-video', '--no-terminal', '--cache=no', '-'],
    file: [],
    pcm: (sampleRate) => [
      '--demuxer=rawaudio',
      '--demuxer-rawaudio-format=s16le',
      '--demuxer-rawaudio-channels=1',
      `--demuxer-rawaudio-rate=${sampleRate}`,
    ],
  },
];

interface Player {
  command: string;
  args: readonly string[];
  /** Before them, for what tells its format. */
  file: readonly string[];
  /** Before them, for raw samples; one that has none gets WAV. */
  pcm?: (sampleRate: number) => readonly string[];
}

/** Plays audio with a program, which gets it as it comes and no faster than it takes it. */
export async function playWithProgram(
  audio: Playable,
  { signal, sampleRate, player }: PlayOptions,
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  signal?.throwIfAborted();
  if (sampleRate !== undefined) checkSampleRate(sampleRate);
  const { child, header } = await startPlayer(player ?? playerOfEnvironment(), sampleRate);
  const { stdin, stderr } = child;
  const ended = endOf(child);
  const leaving = new AbortController();
  const over = once(leaving.signal, 'abort');
  const leave = () => leaving.abort(signal?.reason);
  // Not a polite end: sound that nobody wants should stop.
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted) leave();
  child.once('exit', leave);
  process.once('exit', kill);
  let isSilent = true;
  try {
    if (header) stdin.write(header);
    for await (const piece of piecesOf(audio, leaving.signal)) {
      isSilent = false;
      onPiece(piece);
      if (!stdin.write(piece)) await once(stdin, 'drain', { signal: leaving.signal });
    }
    // Of nothing at all, players say that it is no audio.
    if (isSilent) return;
    stdin.end();
    await over;
  } catch (error) {
    // A player that takes no more is about to end, or plays what it has; how it ends says more.
    if (!leaving.signal.aborted && !stdin.errored) throw error;
    await over;
  } finally {
    signal?.removeEventListener('abort', leave);
    process.removeListener('exit', kill);
    if (child.exitCode === null && child.signalCode === null) {
      kill();
      stderr.destroy();
    }
    await ended;
  }
  signal?.throwIfAborted();
  const problem = await ended;
  if (problem !== undefined) throw new FishAudioError(`The player ${child.spawnfile} failed: ${problem}`);
}

type PlayerProcess = ReturnType<typeof start>;

const start = (command: string, args: readonly string[]) =>
  spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'] });

interface StartedPlayer {
  child: PlayerProcess;
  /** To be sent before the audio. */
  header: Uint8Array | undefined;
}

/** @throws FishAudioError when there is none */
async function startPlayer(
  chosen: PlayerCommand | undefined,
  sampleRate: number | undefined,
): Promise<StartedPlayer> {
  const players = chosen ? [{ command: chosen.command, args: chosen.args ?? [], file: [] }] : knownPlayers;
  for (const { command, args, file, pcm } of players) {
    const before = sampleRate === undefined ? file : (pcm?.(sampleRate) ?? []);
    const child = start(command, [...before, ...args]);
    // One that ends early closes its input; how it ended says more.
    child.stdin.on('error', () => {});
    try {
      await once(child, 'spawn');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') continue;
      throw new FishAudioError(`The player ${command} could not be started: ${message}`, { cause: error });
    }
    return { child, header: sampleRate !== undefined && !pcm ? wavHeader(sampleRate) : undefined };
  }
  throw new FishAudioError(
    chosen
      ? `There is no player ${chosen.command}`
      : 'To play audio, ffplay or mpv is needed: install ffmpeg or mpv, or set SHOAL_PLAYER to another program',
  );
}

/** The command of `SHOAL_PLAYER`: words between spaces. */
function playerOfEnvironment(): PlayerCommand | undefined {
  const [command, ...args] = process.env.SHOAL_PLAYER?.trim().split(/\s+/) ?? [];
  return command ? { command, args } : undefined;
}

const mostStderr = 4_096;

/** Resolves when the program has ended: to what went wrong, if something did. */
function endOf(child: PlayerProcess): Promise<string | undefined> {
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-mostStderr);
  });
  return new Promise((resolve) => {
    child.once('close', (code, killedBy) => {
      const lastLine = stderr.trim().split('\n').at(-1);
      resolve(code === 0 ? undefined : lastLine || `it ended with ${killedBy ?? `status ${code}`}`);
    });
  });
}

function checkSampleRate(sampleRate: number): void {
  if (Number.isInteger(sampleRate) && sampleRate > 0 && sampleRate < 2 ** 31) return;
  throw new FishAudioError('sampleRate should be a whole number of Hz, such as 24000');
}
