import type { engines } from '@shoal/speech/hosts';

type Engines = typeof engines;

/** Sines, for tests. */
const TEST_ENGINE = 'tone';

/**
 * The engines to speak with: those that were asked for, or all of them.
 *
 * @throws Error for people, when there is no such engine
 */
export function spokenEngines(all: Engines, wanted: readonly string[] | undefined): Engines {
  const spoken = all.filter(({ manifest }) => manifest.id !== TEST_ENGINE);
  if (!wanted) return spoken;
  const unknown = wanted.filter((id) => !all.some(({ manifest }) => manifest.id === id));
  const known = spoken.map(({ manifest }) => manifest.id).join(', ');
  if (unknown.length > 0)
    throw new Error(`SHOAL_ENGINES: there is no ${unknown.join(', ')}; there are ${known}`);
  return all.filter(({ manifest }) => wanted.includes(manifest.id));
}
