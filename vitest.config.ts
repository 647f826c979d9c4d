import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests read the sources of all packages, not their builds.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: 'tests/build-first.ts',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
