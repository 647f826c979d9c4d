import { InvalidArgumentError } from 'commander';

/** Reads a number of a command line. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It should be a number.');
  return value;
}

/** Reads a whole number, 1 or more. */
export function count(text: string): number {
  const value = number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It should be a whole number, 1 or more.');
  return value;
}

/** For options that may be given several times. */
export function collect(text: string, previous: string[] = []): string[] {
  return [...previous, text];
}
