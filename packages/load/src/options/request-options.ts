import type { OptionSpec } from '@senior-backend/core/tool/tool';
import { SHOP } from './shop.js';

const GROUP = 'Request:';

export const requestOptions: readonly OptionSpec[] = [
  {
    flags: '-X, --method <method>',
    description: 'the method (default: GET, or POST with --body)',
    example: `api-load ${SHOP} --method DELETE`,
    group: GROUP,
  },
  {
    flags: '-H, --header <line>',
    description: "a header 'Name: value'; repeatable",
    example: `api-load ${SHOP} --header 'Authorization: Bearer …'`,
    group: GROUP,
    repeatable: true,
    secret: true,
  },
  {
    flags: '-b, --body <text>',
    description: 'the content, or @FILE for that of a file',
    example: `api-load ${SHOP} --method POST --body '{"item":1}'`,
    group: GROUP,
    secret: true,
  },
  {
    flags: '--data <file>',
    description: 'fill {{column}} in URL, headers and body from the rows of a CSV or .jsonl file',
    example: "api-load 'http://localhost:3000/users/{{id}}' --data users.csv",
    group: GROUP,
  },
  {
    flags: '--scenario <file>',
    description: 'flows of steps with variables and pauses, from YAML',
    example: 'api-load http://localhost:3000 --scenario checkout.yaml',
    group: GROUP,
  },
  {
    flags: '--spec <file>',
    description: 'every operation of an OpenAPI document, with values that fit its schemas',
    example: 'api-load --spec openapi.yaml --base-url http://localhost:3000',
    group: GROUP,
  },
  {
    flags: '--spec-boundaries',
    description: 'with --spec: each limit of its schemas, too: shortest, longest, smallest, largest, every member',
    example: 'api-load --spec openapi.yaml --base-url http://localhost:3000 --spec-boundaries',
    group: GROUP,
  },
  {
    flags: '--spec-invalid',
    description: 'with --spec: just over each limit, too; anything but 4xx is a failure',
    example: 'api-load --spec openapi.yaml --base-url http://localhost:3000 --spec-invalid',
    group: GROUP,
  },
  {
    flags: '--har <file>',
    description: 'the requests of a recording that went to the target, with the pauses between them',
    example: `api-load http://localhost:3000 --har checkout.har -c 10`,
    group: GROUP,
  },
  {
    flags: '--basic <user:password>',
    description: 'authenticate by HTTP Basic',
    example: `api-load ${SHOP} --basic ann:…`,
    group: GROUP,
    secret: true,
  },
  {
    flags: '--bearer <token>',
    description: 'authenticate by a bearer token, or @FILE for that in a file',
    example: `api-load ${SHOP} --bearer @token.txt`,
    group: GROUP,
    secret: true,
  },
  {
    flags: '--oauth2-url <url>',
    description: 'get the bearer token here first, by OAuth 2.0 client credentials',
    example: `api-load ${SHOP} --oauth2-url https://id.example/token --oauth2-client shop:…`,
    group: GROUP,
  },
  {
    flags: '--oauth2-client <id:secret>',
    description: 'the client of --oauth2-url',
    example: `api-load ${SHOP} --oauth2-url https://id.example/token --oauth2-client shop:…`,
    group: GROUP,
    secret: true,
  },
  {
    flags: '--oauth2-scope <scope>',
    description: 'the scope that is asked for at --oauth2-url',
    example: `api-load ${SHOP} --oauth2-url https://id.example/token --oauth2-client shop:… --oauth2-scope orders`,
    group: GROUP,
  },
  {
    flags: '--base-url <url>',
    description: 'the target of --spec and --scenario, where no URL is given',
    example: 'api-load --spec openapi.yaml --base-url http://localhost:3000',
    group: GROUP,
  },
  {
    flags: '--follow <n>',
    description: 'follow so many redirects in a row within the origin; each is a request of its own',
    example: `api-load ${SHOP} --follow 5`,
    group: GROUP,
  },
];
