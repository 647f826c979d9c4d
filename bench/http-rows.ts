import { budgets } from './budgets.ts';
import {
  complete,
  cpu,
  type Figure,
  failed,
  figures,
  firstByte,
  foreign,
  type LoadKind,
  medianIfAny,
  pace,
  perSecond,
  quotients,
  seconds,
  sum,
} from './figures.ts';
import type { RawCost, Round } from './rounds.ts';
import type { SubjectName } from './subjects.ts';
import type { Row } from './table.ts';

/** What the rounds say, as rows. Values and ratios are medians over the rounds. */
export function httpRows(rounds: readonly Round[]): Row[] {
  const short = (clients: number): LoadKind => ({ text: 'short', clients });
  const peers = (load: LoadKind, figure: Figure) => againstPeer(rounds, load, figure, 'peer');
  const tunedPeer = (figure: Figure) => againstPeer(rounds, short(16), figure, 'peer-quality-7');
  const rawCpu = (load: LoadKind) => againstRaw(rounds, load, cpu, ({ cpuMsPerRequest }) => cpuMsPerRequest);
  // How much is said does not depend on what others do.
  const rawSeconds = (load: LoadKind) => ({
    ...againstRaw(rounds, load, seconds, ({ audioSeconds }) => audioSeconds),
    foreignCores: 0,
  });
  return [
    { measure: 'first audio, HTTP, 1 client, p50', unit: 'ms', ...peers(short(1), firstByte) },
    { ...budgets.crowdedFirstAudio, ...peers(short(64), firstByte) },
    { measure: 'last audio, HTTP, 1 client, p50', unit: 'ms', ...peers(short(1), complete) },
    { measure: 'requests a second, 1 client', unit: '1/s', ...peers(short(1), perSecond) },
    { measure: 'requests a second, 4 clients', unit: '1/s', ...peers(short(4), perSecond) },
    { ...budgets.throughput, ...peers(short(16), perSecond) },
    { measure: 'requests a second, 64 clients', unit: '1/s', ...peers(short(64), perSecond) },
    { measure: 'requests a second, 16 clients, tuned peer', unit: '1/s', ...tunedPeer(perSecond) },
    { ...budgets.cpuAlone, ...rawCpu(short(1)) },
    { ...budgets.cpuCrowded, ...rawCpu(short(16)) },
    { measure: 'CPU a request, short, 16 clients, tuned peer', unit: 'ms', ...tunedPeer(cpu) },
    { measure: 'CPU a request, paragraph', unit: 'ms', ...rawCpu({ text: 'paragraph', clients: 1 }) },
    { measure: 'CPU a request, long', unit: 'ms', ...rawCpu({ text: 'long', clients: 1 }) },
    { ...budgets.wholeAnswer, ...rawSeconds(short(16)) },
    { ...budgets.wholeLongAnswer, ...rawSeconds({ text: 'long', clients: 1 }) },
    { measure: 'speech a second, 16 clients', unit: 's/s', ...peers(short(16), pace) },
  ];
}

function againstPeer(
  rounds: readonly Round[],
  load: LoadKind,
  figure: Figure,
  peer: SubjectName,
): Partial<Row> {
  const shoal = figures(rounds, 'shoal', load, figure);
  const rival = figures(rounds, peer, load, figure);
  const disturbed = [peer, 'shoal' as const].flatMap((name) => figures(rounds, name, load, foreign));
  const lost = sum(figures(rounds, peer, load, failed));
  return {
    shoal: medianIfAny(shoal),
    peer: medianIfAny(rival),
    ratio: medianIfAny(quotients(shoal, rival)),
    failures: sum(figures(rounds, 'shoal', load, failed)),
    foreignCores: Math.max(...disturbed),
    ...(lost > 0 && { note: `the peer failed ${lost} requests` }),
  };
}

/** Beside the peer's, Shoal's figure as a multiple of what the engine and the encoder alone show. */
function againstRaw(
  rounds: readonly Round[],
  load: LoadKind,
  figure: Figure,
  rawFigure: (cost: RawCost) => number,
): Partial<Row> {
  const costs = rounds.map((round) => round.raw[load.text]);
  const shoal = figures(rounds, 'shoal', load, figure);
  const raw = costs.map(rawFigure);
  const beside = againstPeer(rounds, load, figure, 'peer');
  return {
    ...beside,
    raw: medianIfAny(raw),
    ratio: medianIfAny(quotients(shoal, raw)),
    foreignCores: Math.max(beside.foreignCores ?? 0, ...costs.map(({ foreignCores }) => foreignCores)),
  };
}
