import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { LamePool } from './lame-pool.ts';
import type { Lame, LameLibrary, Mp3Format } from './mp3.ts';

const format: Mp3Format = { container: 'mp3', sampleRate: 44_100, bitrate: 64_000 };

/** Counts what is opened and closed. */
class CountingLibrary implements LameLibrary {
  readonly kind = 'wasm';
  opened = 0;
  closed = 0;

  async open(): Promise<Lame> {
    this.opened++;
    const nothing = new Uint8Array(0);
    return { selfContained: false, encode: () => nothing, flush: () => nothing, close: () => this.closed++ };
  }
}

it('sets encoders up beforehand, and successors only when one is closed', async () => {
  const library = new CountingLibrary();
  const pool = new LamePool(library);
  await pool.fill(format);
  const ready = library.opened;
  expect(ready).toBeGreaterThan(0);

  const lame = await pool.open(format);
  await setImmediate();
  expect(library.opened).toBe(ready);

  lame.close();
  expect(library).toMatchObject({ opened: ready, closed: 1 });
  await setImmediate();
  expect(library.opened).toBe(ready + 1);
});

it('opens more at once than it has ready, and keeps no more than before', async () => {
  const library = new CountingLibrary();
  const pool = new LamePool(library);
  await pool.fill(format);
  const ready = library.opened;
  const lames = await Promise.all(Array.from({ length: 3 * ready }, () => pool.open(format)));
  expect(library.opened).toBe(3 * ready);
  for (const lame of lames) lame.close();
  await setImmediate();
  await setImmediate();
  expect(library).toMatchObject({ opened: 4 * ready, closed: 3 * ready });
});
