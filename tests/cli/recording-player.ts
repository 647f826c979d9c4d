import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const program = `
import { appendFileSync, writeFileSync } from 'node:fs';
const [, , audio, times] = process.argv;
writeFileSync(audio, '');
process.stdin.on('data', (chunk) => {
  appendFileSync(audio, chunk);
  appendFileSync(times, Date.now() + '\\n');
});
`;

/** A program that takes audio as players do, and keeps what it got. */
export interface RecordingPlayer {
  /** For SHOAL_PLAYER. */
  command: string;
  /** What was played so far. */
  audio(): Promise<Buffer>;
  /** When the first of it came, as a time of `Date.now()`; undefined before. */
  startedAt(): Promise<number | undefined>;
}

export async function recordingPlayer(folder: string): Promise<RecordingPlayer> {
  const [script, audio, times] = ['player.mjs', 'played', 'times'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(script, program);
  return {
    command: [process.execPath, script, audio, times].join(' '),
    audio: () => readFile(audio),
    startedAt: async () => {
      const text = await readFile(times, 'utf8').catch(() => '');
      return Number(text.split('\n')[0]) || undefined;
    },
  };
}
