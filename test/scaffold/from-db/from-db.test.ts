// The shop as an API, on every framework, judged by its own document.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../../support/postgres.js';
import { FRAMEWORKS } from '../support.js';
import { blackBox } from './black-box.js';
import { type GeneratedApi, generateApi, rowsOf, shopDatabase } from './generated-api.js';

const IS_FULL = process.env['CHECK'] === 'full';
const ALL = FRAMEWORKS.filter((framework) => IS_FULL || framework === 'express');
const SAMPLED = FRAMEWORKS.filter((framework) => IS_FULL || !ALL.includes(framework)).map(
  (framework) => [framework, IS_FULL || framework === 'koa' ? ['--errors', 'problem'] : []] as const,
);

/** Tables with every way of answering: composite keys, enums, references, links, an own schema, no version. */
const SAMPLE = ['customers', 'addresses', 'public.orders', 'events', 'countries', 'exchange_rates'];

let database: TestDatabase;

beforeAll(async () => {
  database = await shopDatabase();
});

afterAll(() => database?.drop());

describe.each(ALL)('every table, on %s', (framework) => {
  let api: GeneratedApi;
  beforeAll(async () => {
    api = await generateApi(database, framework);
  });
  afterAll(() => api?.close());

  test('does what its document says', async () => {
    const { failures, resources } = await blackBox(api);
    expect(failures).toEqual([]);
    expect(resources).toBe(35);
  });

  test('says which tables have no key, and which columns are left out', () => {
    expect(api.run.stderr).toContain('warning[SCAF313]: public.audit_log has no key');
    expect(api.run.stderr.match(/warning\[SCAF312\]: the column (?:__proto__|\$0) of/g)).toHaveLength(2);
  });

  test('links through a join table', async () => {
    const tags = '/products/AB-0005/tags';
    const names = async (): Promise<readonly unknown[]> =>
      rowsOf(await api.call('GET', `${tags}?limit=100`)).map(({ name }) => name);
    expect(await names()).toEqual(['tag 1', 'tag 2', 'tag 3']);
    expect((await api.call('PUT', `${tags}/5`)).status).toBe(204);
    expect((await api.call('PUT', `${tags}/5`)).status).toBe(204);
    expect(await names()).toEqual(['tag 1', 'tag 2', 'tag 3', 'tag 5']);
    expect((await api.call('PUT', `${tags}/99`)).error?.code).toBe('REFERENCE_NOT_FOUND');
    expect((await api.call('DELETE', `${tags}/5`)).status).toBe(204);
    expect((await api.call('DELETE', `${tags}/5`)).status).toBe(404);
  });

  test('embeds what a row refers to, what refers to it, and what it is linked with', async () => {
    const order = (await api.call('GET', '/orders/3?embed=customer,order_items,billing_address,invoices')).json?.data;
    expect(order).toMatchObject({
      id: '3',
      customer: { id: '3', credit: '30000000.75', created_at: '2026-01-01T01:00:00.123456+00:00' },
      billing_address: { place: { street: 'Street 3', country: 'DE' } },
      order_items: [{ line_no: 1, price: '9.99' }, { line_no: 2 }, { line_no: 3 }],
      invoices: [{ number: 'INV-3' }],
    });
    const product = (await api.call('GET', '/products/AB-0001?fields=sku&embed=tags')).json?.data;
    expect(product).toEqual({
      sku: 'AB-0001',
      tags: [
        { id: 1, name: 'tag 1' },
        { id: 2, name: 'tag 2' },
        { id: 3, name: 'tag 3' },
      ],
    });
    expect((await api.call('GET', '/orders/25?embed=billing_address')).json?.data).toMatchObject({
      billing_address: null,
    });
  });

  test('loses no digit', async () => {
    const { data } = (await api.call('GET', '/accounts/3')).json ?? {};
    expect(data).toEqual({ id: 3, balance: '9007199254740993' });
    const changed = await api.call('PATCH', '/accounts/3', { body: { balance: '9223372036854775807' } });
    expect(changed.json?.data).toEqual({ id: 3, balance: '9223372036854775807' });
    const beyond = await api.call('PATCH', '/accounts/3', { body: { balance: '9223372036854775808' } });
    expect([beyond.status, beyond.error?.code]).toEqual([400, 'VALIDATION_ERROR']);
    // The next framework finds the row as this one did.
    const back = await api.call('PATCH', '/accounts/3', { body: { balance: '9007199254740993' } });
    expect(back.json?.data).toEqual(data);
    const product = (await api.call('GET', '/products/AB-0001')).json?.data;
    expect(product).toMatchObject({ serials: ['9007199254740993'], picture: 'AP8Q', sizes: '[1,5)' });
  });

  test('says what the database refuses, with the field', async () => {
    const refusal = async (method: string, path: string, body?: unknown): Promise<unknown> => {
      const { status, error } = await api.call(method, path, { ...(body !== undefined && { body }) });
      return [status, error?.code, error?.details[0]?.field];
    };
    expect(await refusal('PATCH', '/customers/1', { email: 'c2@example.org' })).toEqual([
      409,
      'ALREADY_EXISTS',
      'email',
    ]);
    expect(await refusal('PATCH', '/customers/1', { email: 'nobody' })).toEqual([400, 'VALIDATION_ERROR', 'email']);
    expect(await refusal('PATCH', '/orders/1', { customer_id: '999' })).toEqual([
      422,
      'REFERENCE_NOT_FOUND',
      'customer_id',
    ]);
    expect(await refusal('DELETE', '/customers/1')).toEqual([409, 'STILL_REFERENCED', undefined]);
    expect(await refusal('PATCH', '/customers/1', { credit: '-1' })).toEqual([422, 'CHECK_FAILED', 'credit']);
    expect(await refusal('PATCH', '/accounts/1', { balance: '-5000' })).toEqual([422, 'REFUSED', undefined]);
    expect(await refusal('PATCH', '/bookings/1', { during: '[20,22)' })).toEqual([409, 'CONFLICT', 'during']);
    expect(await refusal('PATCH', '/seats/1', { holder: 2 })).toEqual([409, 'ALREADY_EXISTS', 'holder']);
    expect(await refusal('PATCH', '/rooms/1', { name: 'a\u0000b' })).toEqual([400, 'VALIDATION_ERROR', undefined]);
  });

  test('waits for nobody longer than it may', async () => {
    const session = await database.session();
    await session.execute('BEGIN; LOCK TABLE rooms');
    const answer = await api.call('GET', '/rooms');
    await session.execute('ROLLBACK');
    expect([answer.status, answer.error?.code, answer.headers.get('retry-after')]).toEqual([503, 'UNAVAILABLE', '1']);
    expect((await api.call('GET', '/rooms')).status).toBe(200);
  });

  test('asks the database once, however many rows there are', async () => {
    const session = await database.session();
    await session.execute('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    const statements = async (path: string): Promise<number> => {
      await session.execute('SELECT pg_stat_statements_reset()');
      expect((await api.call('GET', path)).status).toBe(200);
      const [row] = await session.query<{ calls: string }>(
        `SELECT coalesce(sum(calls), 0)::text AS calls FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
         WHERE d.datname = current_database() AND query LIKE '%public.orders%'`,
      );
      return Number(row?.calls);
    };
    const embed = 'embed=customer,order_items,billing_address,shipping_address,invoices';
    expect(await statements(`/orders?limit=1&${embed}`)).toBe(1);
    expect(await statements(`/orders?limit=100&${embed}`)).toBe(1);
    expect(await statements('/orders/1')).toBe(1);
  });
});

test.each(SAMPLED)('some tables, on %s %s', async (framework, flags) => {
  const api = await generateApi(database, framework, ...flags, ...SAMPLE.flatMap((table) => ['--table', table]));
  try {
    const { failures, resources } = await blackBox(api);
    expect(failures).toEqual([]);
    expect(resources).toBe(SAMPLE.length);
    const back = await api.project.scaffold('src', '--generate-spec', '--output', 'openapi.yaml', '--check');
    expect(back).toMatchObject({ exitCode: 0, stderr: '' });
  } finally {
    await api.close();
  }
});
