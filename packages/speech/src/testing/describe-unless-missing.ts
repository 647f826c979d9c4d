import { describe, it } from 'vitest';

/**
 * `describe` for a suite that needs something of the system. Where that is missing the suite is skipped with a line that
 * says so; with `CI=true` it fails instead.
 *
 * @param missing what is missing, and how to install it; undefined where everything is there
 */
export function describeUnlessMissing(missing: string | undefined, title: string, suite: () => void): void {
  if (missing === undefined) {
    describe(title, suite);
    return;
  }
  const isSkipped = process.env.CI !== 'true';
  if (isSkipped) console.warn(`"${title}" is skipped, ${missing}`);
  // The suite itself may use what is missing already while its tests are collected.
  describe(title, { skip: isSkipped }, () => {
    it('has what it needs', () => {
      throw new Error(missing);
    });
  });
}
