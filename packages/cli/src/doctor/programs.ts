import { findProgram } from '../find-program.ts';
import type { Finding } from './finding.ts';

export async function checkFfmpeg(): Promise<Finding> {
  const path = await findProgram('ffmpeg');
  if (path) return { name: 'ffmpeg', state: 'ok', detail: path };
  return {
    name: 'ffmpeg',
    state: 'missing',
    detail: 'not installed: a server here cannot read M4A recordings',
    remedy: installation('ffmpeg'),
  };
}

export async function checkPlayer(): Promise<Finding> {
  const name = 'Player';
  const chosen = process.env.SHOAL_PLAYER?.trim().split(/\s+/)[0];
  if (chosen) {
    if (chosen.includes('/') || (await findProgram(chosen)))
      return { name, state: 'ok', detail: `${chosen}, by SHOAL_PLAYER` };
    return {
      name,
      state: 'broken',
      detail: `SHOAL_PLAYER names ${chosen}, which is not installed`,
      remedy: 'install it, or unset SHOAL_PLAYER',
    };
  }
  const path = (await findProgram('ffplay')) ?? (await findProgram('mpv'));
  if (path) return { name, state: 'ok', detail: path };
  return {
    name,
    state: 'missing',
    detail: 'neither ffplay nor mpv: speech can be saved, but not played',
    remedy: installation('ffmpeg'),
  };
}

function installation(name: string): string {
  if (process.platform === 'darwin') return `brew install ${name}`;
  return process.platform === 'win32' ? `winget install ${name}` : `apt-get install ${name}`;
}
