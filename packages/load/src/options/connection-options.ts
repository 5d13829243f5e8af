import type { OptionSpec } from '@senior-backend/core/tool/tool';
import { SHOP } from './shop.js';

const GROUP = 'Connection:';

export const connectionOptions: readonly OptionSpec[] = [
  {
    flags: '-t, --timeout <time>',
    description: 'for a whole request, connecting included',
    example: `api-load ${SHOP} --timeout 2s`,
    group: GROUP,
    default: '10s',
  },
  {
    flags: '--no-keepalive',
    description: 'a new connection for each request',
    example: `api-load ${SHOP} --no-keepalive`,
    group: GROUP,
  },
  {
    flags: '--pipeline <n>',
    description: 'HTTP/1.1: so many requests under way on each connection, without waiting for answers',
    example: `api-load ${SHOP} --concurrency 500 --pipeline 10`,
    group: GROUP,
  },
  {
    flags: '--proxy <url>',
    description: 'through this proxy: by CONNECT for https, else with the whole URL (HTTP_PROXY is not read)',
    example: `api-load ${SHOP} --proxy http://10.0.0.7:3128`,
    group: GROUP,
  },
  {
    flags: '--proxy-tunnel',
    description: 'by CONNECT for plain http, too',
    example: `api-load ${SHOP} --proxy http://10.0.0.7:3128 --proxy-tunnel`,
    group: GROUP,
  },
  {
    flags: '--ca <file>',
    description: 'trust the authorities in this PEM file',
    example: 'api-load https://shop.internal/ --ca ca.pem',
    group: GROUP,
  },
  {
    flags: '--cert <file>',
    description: 'client certificate, PEM',
    example: 'api-load https://shop.internal/ --cert me.pem --key me.key',
    group: GROUP,
  },
  {
    flags: '--key <file>',
    description: 'key of the client certificate, PEM',
    example: 'api-load https://shop.internal/ --cert me.pem --key me.key',
    group: GROUP,
  },
  {
    flags: '--sni <name>',
    description: 'ask for this name in the TLS handshake, and look for it in the certificate',
    example: 'api-load https://10.0.0.7/ --sni shop.example',
    group: GROUP,
  },
  {
    flags: '--alpn <list>',
    description: 'protocols to offer in the TLS handshake, or none (default: http/1.1, or h2 with --http2)',
    example: 'api-load https://shop.example/ --alpn h2,http/1.1 --http2',
    group: GROUP,
  },
  {
    flags: '--no-tls-resume',
    description: 'a full TLS handshake for each connection: no user takes up a session of before',
    example: 'api-load https://shop.example/ --no-keepalive --no-tls-resume',
    group: GROUP,
  },
  {
    flags: '--http2',
    description: 'HTTP/2, over TLS or with prior knowledge; users share --connections (default: 1 for 10 users)',
    example: 'api-load https://shop.example/ --http2 --concurrency 100 --connections 10',
    group: GROUP,
  },
  {
    flags: '--resolve <host:port:address>',
    description: 'connect to this address for that host, as curl does; repeatable',
    example: 'api-load https://shop.example/ --resolve shop.example:443:10.0.0.7',
    group: GROUP,
    repeatable: true,
  },
  {
    flags: '--unix-socket <path>',
    description: 'connect to this socket, whatever the host of the URL',
    example: 'api-load http://localhost/orders --unix-socket /run/shop.sock',
    group: GROUP,
  },
  {
    flags: '--insecure',
    description: 'do not verify the certificate; every output says so',
    example: 'api-load https://localhost:8443/ --insecure',
    group: GROUP,
  },
];
