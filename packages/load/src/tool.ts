import type { ToolSpec } from '@senior-backend/core/tool/tool';
import { loadOptions } from './options.js';
import type { LoadSettings } from './settings.js';

/** api-load as the house command line reads it; everything heavy waits behind `load`. */
export const tool: ToolSpec<LoadSettings> = {
  name: 'api-load',
  version: '0.1.0',
  summary: 'Load tests of HTTP APIs whose numbers hold.',
  section: 'load',
  arguments: [{ syntax: '[urls...]', description: 'the target; a second one with --compare' }],
  options: loadOptions,
  examples: [
    { command: 'api-load http://localhost:3000/users', description: '50 users for 30 seconds' },
    {
      command: "api-load http://localhost:3000/users -c 100 -d 1m --threshold 'p99<200' 'errors<1%'",
      description: 'for CI: exit 1 where a threshold is missed',
    },
    {
      command: 'api-load http://localhost:3000/users http://localhost:3001/users --compare',
      description: 'which of two is faster, measured in turn, with an interval',
    },
    {
      command: "api-load http://localhost:3000/users -X POST -b '{}' --expect-status 400",
      description: 'the validation under load',
    },
  ],
  reporters: ['pretty', 'json', 'markdown', 'github', 'html', 'junit'],
  wordsOfOthers: {
    '--vus': '--concurrency',
    '--users': '--concurrency',
    '--iterations': '--requests',
    '--amount': '--requests',
    '--number': '--requests',
    '-a': '--requests',
    '-z': '--duration',
    '-R': '--rate',
    '-q': '--rate',
    '--overallRate': '--rate',
    '--rps': '--rate',
    '--qps': '--rate',
    '--stage': '--stages',
    '--workers': '--threads',
    '-w': '--threads',
    '-m': '--method',
    '--script': '--scenario',
    '-s': '--scenario',
    '-k': '--insecure',
    '--insecure-skip-tls-verify': '--insecure',
    '--out': '--json',
    '--output': '--json',
  },
  demo: async () => (await import('./demo.js')).demoStage,
  load: async () => (await import('./loaded-tool.js')).loadedTool,
};
