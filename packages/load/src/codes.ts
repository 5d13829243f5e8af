import type { CodeTable } from '@senior-backend/core/errors/codes';
import { errorsOf } from '@senior-backend/core/errors/tool-error';

export const LOAD_CODES = {
  LOAD001: {
    title: 'not a URL',
    explanation: 'The target must be an http or https URL. Without a scheme, http is taken.',
    exitCode: 2,
  },
  LOAD002: {
    title: 'wrong header',
    explanation:
      'A header is "Name: value" on one line. A line break inside would begin a header or a request of its own, so it is refused. Content-Length, Transfer-Encoding and Connection are written by the tool.',
    exitCode: 2,
  },
  LOAD003: {
    title: 'settings that do not fit',
    explanation:
      'A setting has no meaning with another one, or names something that does not exist. The message says which.',
    exitCode: 2,
  },
  LOAD004: {
    title: 'threshold that cannot be read',
    explanation:
      "A threshold is a metric, a comparison and a number: 'p99<200', 'errors<1%', 'rps>500'. Latencies are in milliseconds unless the number has a unit.",
    exitCode: 2,
  },
  LOAD005: {
    title: 'certificate or key cannot be used',
    explanation: '--ca, --cert and --key name PEM files; --cert and --key belong together and must be a pair.',
    exitCode: 2,
  },
  LOAD006: {
    title: 'fast engine cannot run',
    explanation:
      'With --engine fast the run needs Linux with glibc 2.35 or newer, the optional package koffi, and HTTP/1.1 without a tunnel. The message says what is missing. --engine auto takes the portable engine then, and the report says why.',
    exitCode: 2,
  },
  LOAD007: {
    title: 'not a proxy',
    explanation:
      '--proxy takes the http:// URL of a proxy, with user and password where it asks for them. Proxies that are reached over TLS, and SOCKS, are not spoken.',
    exitCode: 2,
  },
  LOAD101: {
    title: 'not a baseline',
    explanation:
      'The file was not written by `api-load --save`, was cut short, or is of a version that this one does not read. Write a new one with --save.',
    exitCode: 3,
  },
  LOAD102: {
    title: 'not a scenario',
    explanation:
      'The file is not valid YAML, or has a key or a value that a scenario does not have. The message names the place. docs/commands/api-load.md shows a scenario with every key.',
    exitCode: 3,
  },
  LOAD103: {
    title: 'not a data file',
    explanation:
      'A data file is CSV whose first line names the columns, each line with as many cells, or .jsonl with one object a line.',
    exitCode: 3,
  },
  LOAD104: {
    title: 'not an OpenAPI document',
    explanation:
      '--spec takes OpenAPI 3.0, 3.1 or 3.2 in YAML or JSON, in one file. References to other files are not followed.',
    exitCode: 3,
  },
  LOAD105: {
    title: 'baseline of other settings',
    explanation:
      'With --save a run is added to the runs that are in the file already, and those were made with another URL, load, method or duration. Runs that differ in that cannot be one baseline.',
    exitCode: 3,
  },
  LOAD106: {
    title: 'not a recording',
    explanation:
      '--har takes an HTTP Archive (HAR 1.2) in which at least one request went to the origin of the target. Requests to other origins are left out.',
    exitCode: 3,
  },
  LOAD201: {
    title: 'target never reachable',
    explanation:
      'Not one connection to the target succeeded: the host name has no address, nobody listens, a firewall is between, or TLS failed. The report shows which.',
    exitCode: 4,
  },
  LOAD202: {
    title: 'no token',
    explanation:
      'The token endpoint of --oauth2-url could not be reached, refused the client, or gave no access_token. Nothing was sent to the target.',
    exitCode: 4,
  },
  LOAD301: {
    title: 'threshold missed',
    explanation: 'A value that --threshold demands was not reached. The report shows the value that was measured.',
    exitCode: 1,
  },
  LOAD302: {
    title: 'unexpected status',
    explanation:
      'With --expect-status every answer must have one of the named statuses; some had another, or there was no answer.',
    exitCode: 1,
  },
  LOAD303: {
    title: 'slower than tolerated',
    explanation:
      'The comparison shows that a latency grew, or the throughput fell, by more than --tolerance, and that chance does not explain it.',
    exitCode: 1,
  },
  LOAD304: {
    title: 'nothing succeeded',
    explanation:
      'The target could be reached and not one request was answered successfully. The report lists the errors.',
    exitCode: 1,
  },
  LOAD305: {
    title: 'TLS was not verified',
    explanation:
      'With --insecure the certificate of the server is not checked, so nobody can say who answered. Use --ca for a private authority.',
    exitCode: 1,
  },
  LOAD306: {
    title: 'not a like-for-like comparison',
    explanation:
      'The baseline was taken with other settings, by another version, or on another machine. The difference can come from there.',
    exitCode: 1,
  },
  LOAD307: {
    title: 'the client could not keep up',
    explanation:
      'With --strict a run fails where the client itself was the bottleneck: its event loop had no idle time, it waited for a core, it began requests late or dropped them. Its latencies would be blamed on the server. Use less load, more threads, or a machine of its own.',
    exitCode: 1,
  },
  LOAD308: {
    title: 'no rate limit seen',
    explanation:
      'With --expect-rate-limit at least one answer must be 429 (Too Many Requests), and none was. Either the limit is not in force, or the run sent less than it allows.',
    exitCode: 1,
  },
  LOAD309: {
    title: 'keys are not limited apart',
    explanation:
      'With --rate-limit-key some requests carry another key than the rest. They were refused although their own share of the limit was not used up: the limiter counts all keys together.',
    exitCode: 1,
  },
  LOAD310: {
    title: 'the environment is noisy',
    explanation:
      'In a comparison the first target was held against itself, too, and differed by more than chance explains: something else on the machines disturbs the run. Differences no larger than that are not called differences.',
    exitCode: 1,
  },
  LOAD311: {
    title: 'run not saved',
    explanation:
      'A run that was interrupted, or stopped by --abort-on-fail, is not added to a baseline: it did not do what the others did.',
    exitCode: 1,
  },
  LOAD401: {
    title: 'needs a go-ahead',
    explanation:
      'More than 1,000 users, or requests a second, towards a host that is neither loopback nor private could be an attack on somebody. Pass --yes where the host is yours.',
    exitCode: 5,
  },
  LOAD901: {
    title: 'a load thread ended unexpectedly',
    explanation:
      'One of the threads that send requests crashed. This is a bug in the tool: run again with --debug and report what it prints.',
    exitCode: 70,
  },
} as const satisfies CodeTable;

export const loadError = errorsOf(LOAD_CODES);
