import type { Batch, Load } from './batch.ts';
import { median } from './statistics.ts';
import type { SubjectName } from './subjects.ts';

/** A number that a batch shows. */
export type Figure = (batch: Batch) => number;
export type LoadKind = Pick<Load, 'text' | 'clients'>;
/** What ran one after the other, so that noise of the machine hit all alike. */
export type Batches = Readonly<{ batches: readonly Batch[] }>;

export const firstByte: Figure = ({ firstByteMs }) => firstByteMs;
export const complete: Figure = ({ completeMs }) => completeMs;
export const perSecond: Figure = (batch) => batch.perSecond;
export const cpu: Figure = ({ cpuMs }) => cpuMs;
export const seconds: Figure = ({ audioSeconds }) => audioSeconds;
/** Speech made in a second, in seconds, all clients together. */
export const pace: Figure = (batch) => batch.perSecond * batch.audioSeconds;
export const failed: Figure = ({ failures }) => failures;
export const foreign: Figure = ({ foreignCores }) => foreignCores;

/** One value a round; none when the subject did not take part. */
export function figures(
  rounds: readonly Batches[],
  subject: SubjectName,
  { text, clients }: LoadKind,
  figure: Figure,
): number[] {
  return rounds.flatMap(({ batches }) =>
    batches
      .filter((batch) => batch.subject === subject && batch.text === text && batch.clients === clients)
      .map(figure),
  );
}

/** Round by round, so that what slows the machine for a while slows both sides of a quotient. */
export function quotients(dividends: readonly number[], divisors: readonly number[]): number[] {
  return dividends.map((dividend, round) => dividend / (divisors[round] ?? Number.NaN));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function medianIfAny(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : median(values);
}
