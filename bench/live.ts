import { budgets } from './budgets.ts';
import type { JobChild } from './job-child.ts';
import type { LoadJobs } from './load-client.ts';
import { observeQuietly } from './quiet.ts';
import { quantile } from './statistics.ts';
import type { Subject } from './subjects.ts';
import type { Row } from './table.ts';
import { texts } from './texts.ts';

const WARM_UP_TURNS = 40;
const LONG_TEXT_LENGTH = 100_000;

/** First audio on the live socket of a warm server, one client. */
export async function measureLive(
  shoal: Subject,
  generator: JobChild<LoadJobs>,
  { turns }: { turns: number },
): Promise<Row[]> {
  const { target } = shoal;
  await generator.ask('live', { target, text: texts.short, turns: WARM_UP_TURNS });
  const { value, foreignCores } = await observeQuietly(() =>
    generator.ask('live', { target, text: texts.short, turns }),
  );
  const { firstAudioMs, failures } = value;
  const facts = { failures, foreignCores, note: `${firstAudioMs.length} turns` };
  return [
    { ...budgets.liveMedian, shoal: quantile(firstAudioMs, 0.5), ...facts },
    { ...budgets.liveTail, shoal: quantile(firstAudioMs, 0.99), ...facts },
    await measureBesideLongText(shoal, generator, turns),
  ];
}

/** The same while another client has a whole book chapter spoken. */
async function measureBesideLongText(
  { target }: Subject,
  generator: JobChild<LoadJobs>,
  turns: number,
): Promise<Row> {
  const beside = texts.long.repeat(Math.ceil(LONG_TEXT_LENGTH / texts.long.length));
  const { value, foreignCores } = await observeQuietly(() =>
    generator.ask('live', { target, text: texts.short, turns: Math.ceil(turns / 3), beside }),
  );
  const { firstAudioMs, failures } = value;
  const note = `${firstAudioMs.length} turns`;
  return { ...budgets.liveBeside, shoal: quantile(firstAudioMs, 0.99), failures, foreignCores, note };
}
