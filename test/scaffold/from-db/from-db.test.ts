// The shop as an API, on all three frameworks, judged by its own document.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../../support/postgres.js';
import { blackBox } from './black-box.js';
import { type GeneratedApi, generateApi, shopDatabase } from './generated-api.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await shopDatabase();
});

afterAll(() => database?.drop());

describe('everything, on Express', () => {
  let api: GeneratedApi;
  beforeAll(async () => {
    api = await generateApi(database, 'express');
  });
  afterAll(() => api?.close());

  test('does what its document says', async () => {
    const { failures, resources } = await blackBox(api);
    expect(failures).toEqual([]);
    expect(resources).toBe(33);
  });
});
