// Two suites: the plain one needs nothing but npm; RMMC_ENGINES=1 runs the checks with other people's engines (test/engines/).
import { defineConfig } from 'vitest/config';

const engines = process.env.RMMC_ENGINES === '1';

export default defineConfig({
  test: {
    include: engines ? ['test/engines/**/*.test.ts'] : ['test/**/*.test.ts'],
    // test/engines/protocol/ needs no engine: our side of the talk with one.
    exclude: engines ? ['test/engines/protocol/**'] : ['test/engines/*.test.ts', 'test/engines/packs/**'],
    testTimeout: engines ? 300_000 : 60_000,
    hookTimeout: engines ? 900_000 : 60_000,
    globalSetup: engines ? ['test/support/prepare-engines.ts'] : [],
    maxWorkers: 2,
  },
});
