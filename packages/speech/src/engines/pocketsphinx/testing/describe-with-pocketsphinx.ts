import { describeUnlessMissing } from '../../../testing/describe-unless-missing.ts';
import { isInstalled } from '../engine.ts';
import { manifest } from '../manifest.ts';

/** `describe` for what needs PocketSphinx and its English model. Where they are missing it is skipped; with `CI=true` it fails. */
export function describeWithPocketSphinx(title: string, suite: () => void): void {
  const missing = isInstalled() ? undefined : `PocketSphinx missing: ${manifest.installation}`;
  describeUnlessMissing(missing, title, suite);
}
