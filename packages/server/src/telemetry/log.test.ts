import { expect, it } from 'vitest';
import { currentTrace } from './current-trace.ts';
import { createLog } from './log.ts';

it('A line that is logged for a traced request tells request and trace, and others tell neither', async () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  const renders = { waited() {}, failedOver() {}, said() {}, ended() {} };
  const trace = { traceId: 'a'.repeat(32), watchRender: () => renders, end() {} };
  log.info('before');
  await currentTrace.run(trace, async () => {
    await Promise.resolve();
    log.child({ reqId: 'b' }).info('within');
  });
  log.info('after');
  const told = lines.map((line) => JSON.parse(line));
  expect(told).toMatchObject([
    { msg: 'before' },
    { msg: 'within', reqId: 'b', traceId: 'a'.repeat(32) },
    { msg: 'after' },
  ]);
  expect(told.map((line) => 'traceId' in line)).toEqual([false, true, false]);
});
