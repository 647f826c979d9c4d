import { readFile } from 'node:fs/promises';

/** CPU time of a process in clock ticks of 10 ms (proc(5)). */
export async function cpuTicks(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}
