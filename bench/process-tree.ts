import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ: Linux reports process times in hundredths of a second on every architecture that Node runs on. */
export const MS_PER_TICK = 10;

interface ProcessTimes {
  parent: number;
  /** CPU of the process and of the children it has waited for. */
  cpuMs: number;
}

export interface Memory {
  /** Resident set size: shared pages count in every process that maps them. */
  rssKb: number;
  /** Proportional set size: a shared page counts once, split among those that map it. */
  pssKb: number;
}

/**
 * CPU time in ms that a process, its living descendants and all their reaped children have used so far
 * (proc(5): utime, stime, cutime, cstime). Resolution 10 ms a process: take differences over seconds.
 */
export function cpuMs(pid: number): number {
  return tree(pid).reduce((sum, member) => sum + (times(member)?.cpuMs ?? 0), 0);
}

/** Memory of a process and its living descendants. */
export function treeMemory(pid: number): Memory {
  const members = tree(pid).map(memory);
  return {
    rssKb: members.reduce((sum, { rssKb }) => sum + rssKb, 0),
    pssKb: members.reduce((sum, { pssKb }) => sum + pssKb, 0),
  };
}

/** Memory of one process, zero when it is gone. */
export function memory(pid: number): Memory {
  const rollup = read(pid, 'smaps_rollup') ?? '';
  const kilobytes = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0);
  return { rssKb: kilobytes('Rss'), pssKb: kilobytes('Pss') };
}

/** The process and its living descendants, itself first. */
export function tree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const parent = times(pid)?.parent;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const members = [root];
  for (const pid of members) members.push(...(children.get(pid) ?? []));
  return members;
}

function times(pid: number): ProcessTimes | undefined {
  const stat = read(pid, 'stat');
  if (stat === undefined) return undefined;
  // The name, in parentheses, may hold spaces; what follows begins with field 3 of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  const ticks = field(14) + field(15) + field(16) + field(17);
  return { parent: field(4), cpuMs: ticks * MS_PER_TICK };
}

/** Undefined when the process ended meanwhile. */
function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
