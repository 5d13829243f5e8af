// What `api-scaffold` is: data for the house command line. Everything heavy is behind `load`.
import { connectionOption } from '@senior-backend/core/tool/connection-option';
import type { ToolSpec } from '@senior-backend/core/tool/tool';
import { FRAMEWORK_NAMES } from './model/framework-name.js';
import type { Settings } from './settings.js';

const INPUT = 'Input:';
const DATABASE = 'With --from-db:';
const OUTPUT = 'Output:';
const SOURCE = 'From code:';
const MOCK = 'Mock:';

/** The names behind `--table` and `--schema`, as long as they are none of the database itself. */
function isName(word: string): boolean {
  return !word.startsWith('-') && !word.includes('://') && !word.includes('=');
}

export const tool: ToolSpec<Settings> = {
  name: 'api-scaffold',
  version: '0.1.0',
  summary: 'OpenAPI or a database in; route handlers, zod validation and TypeScript types out.',
  section: 'scaffold',
  arguments: [
    {
      syntax: '<spec>',
      description:
        'an OpenAPI document (2.0, 3.0, 3.1, 3.2), YAML or JSON, split over files or not; an https URL; - reads stdin',
      notNeededWith: ['fromDb'],
    },
  ],
  options: [
    {
      flags: '--ref-root <folder>',
      description: "the folder below which a $ref may reach files; otherwise the spec's own",
      example: 'api-scaffold api/v1/openapi.yaml --ref-root api/',
      group: INPUT,
      notWith: ['generateSpec', 'fromDb'],
    },
    {
      flags: '--allow-remote-refs',
      description: 'fetch what a $ref names on the network: https, public addresses only',
      example: 'api-scaffold openapi.yaml --allow-remote-refs',
      group: INPUT,
      notWith: ['generateSpec', 'fromDb'],
    },
    {
      flags: '--lenient',
      description: 'leave out, with a warning, what makes no sense in the spec; otherwise it is an error',
      example: 'api-scaffold openapi.yaml --lenient',
      group: INPUT,
      notWith: ['generateSpec', 'fromDb'],
    },
    {
      flags: '--generate-spec',
      description: 'read source code, a folder or an entry file, and write the OpenAPI document of its routes',
      example: 'api-scaffold src/ --generate-spec --output openapi.yaml',
      group: SOURCE,
      invocationOnly: true,
    },
    {
      flags: '--base <file>',
      description: 'with --generate-spec: the document to bring up to date; otherwise --output, where it is there',
      example: 'api-scaffold src/ --generate-spec --base openapi.yaml',
      group: SOURCE,
      goesWith: ['generateSpec'],
    },
    {
      flags: '--spec-version <version>',
      description: 'with --generate-spec: the version of OpenAPI; otherwise 3.1, or that of the base',
      choices: ['3.0', '3.1'],
      example: 'api-scaffold src/ --generate-spec --spec-version 3.0',
      group: SOURCE,
      goesWith: ['generateSpec'],
    },
    {
      flags: '--from-db',
      description: 'make the API of a live database: the argument is its URL, or left out for --connection',
      example: 'api-scaffold --from-db postgresql://app@localhost/shop',
      group: DATABASE,
      invocationOnly: true,
      notWith: ['generateSpec', 'mock'],
    },
    {
      ...connectionOption('api-scaffold --from-db --connection postgresql://app@localhost/shop', DATABASE),
      goesWith: ['fromDb'],
    },
    {
      flags: '--schema <name>',
      description: 'only tables of these schemas, by name or glob; repeatable. Tables of the first need no prefix',
      takesMany: isName,
      example: 'api-scaffold --from-db --schema shop --schema billing',
      group: DATABASE,
      goesWith: ['fromDb'],
    },
    {
      flags: '--table <glob>',
      description: 'only these tables and views: orders, shop.orders, order*; repeatable',
      takesMany: isName,
      example: "api-scaffold --from-db --table 'order*' --table customers",
      group: DATABASE,
      goesWith: ['fromDb'],
    },
    {
      flags: '--row-security',
      description: 'run each request as the role of its caller, so that the policies of the database decide',
      example: 'api-scaffold --from-db --row-security',
      group: DATABASE,
      goesWith: ['fromDb'],
    },
    {
      flags: '--require-if-match',
      description: 'refuse changes that do not say which version they change: 428 without If-Match',
      example: 'api-scaffold --from-db --require-if-match',
      group: DATABASE,
      goesWith: ['fromDb'],
    },
    {
      flags: '--framework <name>',
      description: 'the framework of the server; otherwise as before, first express',
      choices: FRAMEWORK_NAMES,
      example: 'api-scaffold openapi.yaml --framework express',
      group: OUTPUT,
      notWith: ['generateSpec', 'mock'],
    },
    {
      flags: '--style <name>',
      description: 'handlers in the words of the framework, or (input) => reply(…); otherwise as before, first native',
      choices: ['native', 'portable'],
      example: 'api-scaffold openapi.yaml --style portable',
      group: OUTPUT,
      notWith: ['generateSpec', 'mock'],
    },
    {
      flags: '-o, --output <folder>',
      description: 'the folder of the route files; middleware/ and types/ come beside it',
      default: 'src/routes/',
      example: 'api-scaffold openapi.yaml --output src/api/routes/',
      group: OUTPUT,
      notWith: ['mock'],
    },
    {
      flags: '--only <tag>',
      description: 'add handlers of this tag only; repeatable',
      repeatable: true,
      example: 'api-scaffold openapi.yaml --only users --only orders',
      group: OUTPUT,
      notWith: ['generateSpec'],
    },
    {
      flags: '--app',
      description: 'also write a runnable project around the routes: server, configuration, tests, Dockerfile, CI',
      example: 'api-scaffold openapi.yaml --app --framework fastify',
      group: OUTPUT,
      invocationOnly: true,
      notWith: ['generateSpec', 'mock'],
    },
    {
      flags: '--fast-validators',
      description: 'check JSON bodies by straight-line code first, and by zod what that does not let through',
      example: 'api-scaffold openapi.yaml --fast-validators',
      group: OUTPUT,
      notWith: ['generateSpec', 'mock'],
    },
    {
      flags: '--errors <format>',
      description: 'what error answers look like: envelope, or problem details of RFC 9457',
      choices: ['envelope', 'problem'],
      default: 'envelope',
      example: 'api-scaffold openapi.yaml --errors problem',
      group: OUTPUT,
      notWith: ['generateSpec'],
    },
    {
      flags: '--problem-types <url>',
      description: 'with --errors problem: the page of problem types, which the type of each begins with',
      example: 'api-scaffold openapi.yaml --errors problem --problem-types https://errors.example.com/',
      group: OUTPUT,
      notWith: ['generateSpec'],
    },
    {
      flags: '--force',
      description: 'overwrite files of the tool that were edited by hand',
      example: 'api-scaffold openapi.yaml --force',
      group: OUTPUT,
      invocationOnly: true,
      notWith: ['generateSpec', 'mock'],
    },
    {
      flags: '--dry-run',
      description: 'write nothing, and print what would be written',
      example: 'api-scaffold openapi.yaml --dry-run',
      group: OUTPUT,
      invocationOnly: true,
      notWith: ['mock'],
    },
    {
      flags: '--check',
      description: 'write nothing, and exit 1 with a diff where the code is not what the spec asks for',
      example: 'api-scaffold openapi.yaml --check',
      group: OUTPUT,
      invocationOnly: true,
      notWith: ['mock', 'watch'],
    },
    {
      flags: '--watch',
      description: 'keep running, and generate again whenever a file of the spec changes',
      example: 'api-scaffold openapi.yaml --watch',
      group: OUTPUT,
      invocationOnly: true,
      notWith: ['generateSpec', 'mock', 'fromDb'],
    },
    {
      flags: '--mock',
      description: 'write nothing, and serve the document: requests are validated, answers are its examples or made up',
      example: 'api-scaffold openapi.yaml --mock',
      group: MOCK,
      invocationOnly: true,
      notWith: ['generateSpec'],
    },
    {
      flags: '--port <port>',
      description: 'the port of the mock; 0 takes any that is free',
      default: 4010,
      example: 'api-scaffold openapi.yaml --mock --port 8080',
      group: MOCK,
      goesWith: ['mock'],
    },
    {
      flags: '--host <address>',
      description: 'the address that the mock listens on',
      default: '127.0.0.1',
      example: 'api-scaffold openapi.yaml --mock --host 0.0.0.0',
      group: MOCK,
      goesWith: ['mock'],
    },
    {
      flags: '--seed <number>',
      description: 'what the made-up answers are drawn from; the same number gives the same answers',
      default: 1,
      example: 'api-scaffold openapi.yaml --mock --seed 7',
      group: MOCK,
      goesWith: ['mock'],
    },
  ],
  examples: [
    {
      command: 'api-scaffold openapi.yaml --framework express --output src/routes/',
      description: 'route handlers, validation and types for every operation',
    },
    { command: 'api-scaffold --from-db postgresql://app@localhost/shop', description: 'a whole API of a database' },
    { command: 'api-scaffold openapi.yaml --dry-run', description: 'what a run would write' },
    { command: 'api-scaffold openapi.yaml --check', description: 'for CI: exit 1 where code and spec have come apart' },
  ],
  reporters: ['pretty', 'json', 'markdown', 'github'],
  demo: async () => (await import('./demo.js')).demoStage,
  load: async () => (await import('./loaded-tool.js')).loadedTool,
};
