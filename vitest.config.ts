import { defineConfig } from 'vitest/config';

/** Tests of functions that keep no state: they share processes, so that what they import is loaded once. */
const pure = ['packages/wire/src/**/*.test.ts', 'packages/speech/src/{effects,style,text}/**/*.test.ts'];
/** Tests of what takes so and so long, which have the machine for themselves when all others are through. */
const alone = ['tests/browser/playground.test.ts'];

export default defineConfig({
  // Tests read the sources of all packages, not their builds.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    globalSetup: 'tests/build-first.ts',
    setupFiles: 'tests/leave-nothing-behind.ts',
    // Only what hangs takes so long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    // Also on two cores: many tests wait more than they compute.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      {
        extends: true,
        test: {
          name: 'parallel',
          include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...pure, ...alone],
        },
      },
      { extends: true, test: { name: 'alone', include: alone, fileParallelism: false } },
    ],
  },
});
