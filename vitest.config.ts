/** Tests run from the sources; those that start the command use the build that the global set-up makes first. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/cli/build.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
  },
});
