// What an API must do by its document alone: create, read back, list through all pages, sort, filter, select, embed,
// conflict, validate, lock, replace, change and delete. Knows nothing of the database, and no table by name.
import type { ApiAnswer, Document, DocumentOperation, DocumentSchema, GeneratedApi } from './generated-api.js';

type Row = Readonly<Record<string, unknown>>;

export interface BlackBoxResult {
  readonly resources: number;
  readonly requests: number;
  readonly failures: readonly string[];
}

interface Collection {
  readonly path: string;
  readonly list: DocumentOperation;
  readonly create: DocumentOperation | undefined;
  readonly itemPath: string | undefined;
  readonly item: Readonly<Record<string, DocumentOperation>>;
}

/** The collections of a document, each with the path of one of its members. */
export function collectionsOf({ paths }: Document): readonly Collection[] {
  return Object.keys(paths).flatMap((path): Collection[] => {
    const { get: list, post: create } = paths[path] ?? {};
    if (!list || path.includes('{') || !list.parameters?.some(({ name }) => name === 'limit')) return [];
    const itemPath = Object.keys(paths).find(
      (other) => other.startsWith(`${path}/{`) && /^(\/\{[^/]+\})+$/.test(other.slice(path.length)),
    );
    return [{ path, list, create, itemPath, item: itemPath === undefined ? {} : (paths[itemPath] ?? {}) }];
  });
}

export async function blackBox(
  api: GeneratedApi,
  only: (path: string) => boolean = () => true,
): Promise<BlackBoxResult> {
  const failures: string[] = [];
  let requests = 0;
  const counted: GeneratedApi = {
    ...api,
    call: (...parameters) => {
      requests += 1;
      return api.call(...parameters);
    },
  };
  const collections = collectionsOf(api.document).filter(({ path }) => only(path));
  for (const collection of collections) {
    const check = (ok: boolean, what: string): void => {
      if (!ok) failures.push(`${collection.path}: ${what}`);
    };
    await new Examination(counted, collection, check).run().catch((error: unknown) => {
      failures.push(`${collection.path}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  return { resources: collections.length, requests, failures };
}

type Check = (ok: boolean, what: string) => void;

class Examination {
  /** Fields that refer to something, so that they keep the value of the pattern as long as others can differ. */
  readonly #fixed = new Set<string>();

  constructor(
    private readonly api: GeneratedApi,
    private readonly collection: Collection,
    private readonly check: Check,
  ) {}

  async run(): Promise<void> {
    const rows = await this.pages(7);
    await this.sorts(rows);
    await this.filters(rows);
    await this.selects(rows);
    await this.refusesNonsense();
    const [pattern] = rows.slice(-1);
    if (this.collection.create && pattern) await this.lives(this.collection.create, pattern);
  }

  /** Every row once, whatever the length of a page. */
  private async pages(limit: number, query = ''): Promise<readonly Row[]> {
    const rows: Row[] = [];
    let cursor: unknown = '';
    for (let page = 0; cursor !== null && page < 50; page += 1) {
      const next = cursor === '' ? '' : `&cursor=${encodeURIComponent(String(cursor))}`;
      const answer = await this.api.call('GET', `${this.collection.path}?limit=${limit}${query}${next}`);
      this.check(answer.status === 200, `page ${page} answers ${show(answer)}`);
      if (answer.status !== 200) return rows;
      const data = answer.json?.data as readonly Row[];
      this.check(data.length <= limit, `a page has ${data.length} rows`);
      rows.push(...data);
      cursor = answer.json?.meta?.['nextCursor'];
    }
    this.check(cursor === null, 'the pages do not end');
    const keys = new Set(rows.map((row) => this.itemPath(row) ?? JSON.stringify(row)));
    if (this.collection.itemPath !== undefined && !query.includes('fields'))
      this.check(keys.size === rows.length, `${rows.length} rows in pages, ${keys.size} of them different`);
    return rows;
  }

  private async sorts(rows: readonly Row[]): Promise<void> {
    const { sort } = this.parameters();
    for (const name of (sort?.enum ?? []) as readonly string[]) {
      const sorted = await this.pages(2, `&sort=${encodeURIComponent(name)}`);
      this.check(sorted.length === rows.length, `sorted by ${name} it has ${sorted.length} rows of ${rows.length}`);
      const field = name.replace(/^-/, '');
      const values = sorted.map((row) => row[field]);
      if (values.every((value) => typeof value === 'number')) {
        const expected = [...values].sort((a, b) => (name.startsWith('-') ? b - a : a - b));
        this.check(JSON.stringify(values) === JSON.stringify(expected), `sort=${name} gives ${values}`);
      }
    }
    const wrong = await this.api.call('GET', `${this.collection.path}?sort=nothing`);
    if (sort) this.check(wrong.status === 400, `sort=nothing answers ${show(wrong)}`);
  }

  private async filters(rows: readonly Row[]): Promise<void> {
    const names = Object.keys(this.parameters()).filter((name) => name.startsWith('filter['));
    for (const name of names) {
      const [, field = '', operator = 'eq'] = /^filter\[(.*?)\](?:\[(\w+)\])?$/.exec(name) ?? [];
      const value = rows.map((row) => row[field]).find((candidate) => candidate !== null && candidate !== undefined);
      if (value === undefined || value === '') continue;
      const found = await this.pages(100, `&${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
      const equal = (row: Row): boolean => JSON.stringify(row[field]) === JSON.stringify(value);
      const wanted = rows.filter(equal).length;
      if (operator === 'eq' || operator === 'in' || operator === 'like')
        this.check(
          found.length === wanted && found.every(equal),
          `${name}=${value} finds ${found.length} of ${wanted}`,
        );
      else if (operator === 'gte' || operator === 'lte')
        this.check(found.filter(equal).length === wanted, `${name}=${value} misses its bound`);
      else this.check(!found.some(equal), `${name}=${value} has its bound`);
    }
  }

  private async selects(rows: readonly Row[]): Promise<void> {
    const { fields, embed } = this.parameters();
    const [first = ''] = (fields?.items?.enum ?? []) as readonly string[];
    const some = await this.pages(100, `&fields=${encodeURIComponent(first)}`);
    this.check(
      some.every((row) => Object.keys(row).join() === first),
      `fields=${first} gives ${Object.keys(some[0] ?? {})}`,
    );
    const names = (embed?.items?.enum ?? []) as readonly string[];
    if (names.length === 0) return;
    const full = await this.pages(100, `&embed=${names.map(encodeURIComponent).join(',')}`);
    this.check(full.length === rows.length, 'embedding changes what is listed');
    this.check(
      full.every((row) => names.every((name) => Object.hasOwn(row, name))),
      `embed=${names} gives ${Object.keys(full[0] ?? {})}`,
    );
  }

  private async refusesNonsense(): Promise<void> {
    const { path } = this.collection;
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=x',
      'cursor=nonsense',
      'fields=nothing',
      `cursor=${Buffer.from('["x"]').toString('base64url')}`,
    ]) {
      const answer = await this.api.call('GET', `${path}?${query}`);
      this.check(
        answer.status === 400 && answer.error?.code === 'VALIDATION_ERROR',
        `?${query} answers ${show(answer)}`,
      );
    }
  }

  /** A row from its creation to its end. */
  private async lives(create: DocumentOperation, pattern: Row): Promise<void> {
    const schema = this.resolve(create.requestBody?.content['application/json']?.schema ?? {});
    const created = await this.create(schema, pattern);
    if (!created) return;
    const { row, body, answer } = created;
    const path = answer.headers.get('location') ?? '';
    this.check(path === this.itemPath(row), `Location is ${path}, not ${this.itemPath(row)}`);
    for (const [name, value] of Object.entries(body))
      this.check(
        isSame(row[name], value),
        `${name} was sent as ${JSON.stringify(value)} and is ${JSON.stringify(row[name])}`,
      );
    const read = await this.api.call('GET', path);
    this.check(
      read.status === 200 && isSame(read.json?.data, row),
      `read back: ${show(read)}, created: ${JSON.stringify(row)}`,
    );
    this.check(versionOf(read) === versionOf(answer), 'the version of a row that nobody changed is another');
    await this.refusesBodies(schema, body);
    await this.conflicts(row, body);
    await this.changes(path, schema, row, body, versionOf(answer));
    await this.ends(path);
  }

  /** Takes a row for its pattern; what is taken already is said by the answer, and gets another value. */
  private async create(
    schema: DocumentSchema,
    pattern: Row,
  ): Promise<{ row: Row; body: Row; answer: ApiAnswer } | undefined> {
    const properties = schema.properties ?? {};
    let body: Row = Object.fromEntries(
      Object.keys(properties).flatMap((name) => (pattern[name] === undefined ? [] : [[name, pattern[name]]])),
    );
    for (const name of this.keyNames())
      if (Object.hasOwn(body, name)) body = { ...body, [name]: this.another(properties[name] ?? {}, body[name], 1) };
    let answer = await this.api.call('POST', this.collection.path, { body });
    for (let attempt = 2; (answer.status === 409 || answer.status === 422) && attempt < 12; attempt += 1) {
      const said = answer.error?.details.map(({ field }) => field) ?? [];
      const named = said.filter((name) => Object.hasOwn(body, name));
      const all = named.length > 0 ? named : Object.keys(body);
      if (answer.status === 422) {
        // What refers to nothing was good in the pattern.
        for (const name of all) this.#fixed.add(name);
        body = { ...body, ...Object.fromEntries(all.map((name) => [name, pattern[name]])) };
      } else {
        const free = all.filter((name) => !this.#fixed.has(name));
        const changed = free.length > 0 ? free : all;
        body = {
          ...body,
          ...Object.fromEntries(
            changed.map((name) => [name, this.another(properties[name] ?? {}, body[name], attempt)]),
          ),
        };
      }
      answer = await this.api.call('POST', this.collection.path, { body });
    }
    this.check(answer.status === 201, `POST ${JSON.stringify(body)} answers ${show(answer)}`);
    return answer.status === 201 ? { row: answer.json?.data as Row, body, answer } : undefined;
  }

  private async refusesBodies(schema: DocumentSchema, body: Row): Promise<void> {
    const post = (sent: unknown): Promise<ApiAnswer> => this.api.call('POST', this.collection.path, { body: sent });
    const misspelt = await post({ ...body, not_a_field: 1 });
    this.check(
      misspelt.status === 400 && detail(misspelt) === 'not_a_field',
      `an unknown field answers ${show(misspelt)}`,
    );
    for (const name of schema.required ?? []) {
      const { [name]: _, ...rest } = body;
      const answer = await post(rest);
      this.check(answer.status === 400 && detail(answer) === name, `without ${name} it answers ${show(answer)}`);
    }
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const { type } = this.resolve(property);
      if (type === undefined || property.anyOf) continue;
      const wrong = String(type).includes('boolean') ? 'maybe' : true;
      const answer = await post({ ...body, [name]: wrong });
      this.check(answer.status === 400 && detail(answer) === name, `${name}: ${wrong} answers ${show(answer)}`);
    }
  }

  /** A key that the caller gives can be taken once. */
  private async conflicts(row: Row, body: Row): Promise<void> {
    const keys = this.keyNames();
    if (keys.length === 0 || !keys.every((name) => Object.hasOwn(body, name))) return;
    const again = await this.api.call('POST', this.collection.path, { body });
    this.check(again.status === 409, `the same key again answers ${show(again)}`);
    this.check(
      isSame(
        keys.map((name) => body[name]),
        keys.map((name) => row[name]),
      ),
      'the key is another',
    );
  }

  private async changes(
    path: string,
    schema: DocumentSchema,
    row: Row,
    body: Row,
    version: string | null,
  ): Promise<void> {
    const { put, patch } = this.collection.item;
    if (!put || !patch) return;
    const update = this.resolve(patch.requestBody?.content['application/json']?.schema ?? {});
    const names = Object.keys(update.properties ?? {}).filter((name) => Object.hasOwn(body, name));
    const name = names[0] ?? '';
    const send = (method: string, sent: Row, match?: string): Promise<ApiAnswer> =>
      this.api.call(method, path, { body: sent, ...(match !== undefined && { headers: { 'if-match': match } }) });
    this.check((await send('PATCH', {})).status === 400, 'PATCH of nothing is not refused');
    if (version !== null) {
      const stale = await send('PATCH', { [name]: body[name] }, '"1"');
      this.check(stale.status === 412, `PATCH of another version answers ${show(stale)}`);
    }
    const patched = await send('PATCH', { [name]: body[name] }, version ?? undefined);
    this.check(patched.status === 200 && isSame(patched.json?.data, row), `PATCH answers ${show(patched)}`);
    if (version !== null) {
      this.check(versionOf(patched) !== version, 'a changed row has the version that it had');
      const late = await send('PATCH', { [name]: body[name] }, version);
      this.check(late.status === 412, `PATCH of the version before answers ${show(late)}`);
    }
    const whole = Object.fromEntries(names.map((key) => [key, body[key]]));
    const replaced = await send('PUT', whole);
    this.check(replaced.status === 200 && isSame(replaced.json?.data, row), `PUT answers ${show(replaced)}`);
    const required = new Set(schema.required);
    const least = await send(
      'PUT',
      Object.fromEntries(names.filter((key) => required.has(key)).map((key) => [key, body[key]])),
    );
    this.check(
      least.status === 200 || least.status === 409 || least.status === 422,
      `PUT of what is required answers ${show(least)}`,
    );
  }

  private async ends(path: string): Promise<void> {
    const gone = await this.api.call('DELETE', path);
    this.check(gone.status === 204, `DELETE answers ${show(gone)}`);
    for (const method of ['GET', 'DELETE']) {
      const answer = await this.api.call(method, path);
      this.check(answer.status === 404, `${method} after DELETE answers ${show(answer)}`);
    }
  }

  private parameters(): Readonly<Record<string, DocumentSchema>> {
    return Object.fromEntries((this.collection.list.parameters ?? []).map(({ name, schema }) => [name, schema]));
  }

  /** The fields that the path of a row is made of; none where they are called otherwise in the path. */
  private keyNames(): readonly string[] {
    return [...(this.collection.itemPath ?? '').matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '');
  }

  private itemPath(row: Row): string | undefined {
    const names = this.keyNames();
    const field = (name: string): string => (Object.hasOwn(row, name) ? name : (Object.keys(row)[0] ?? ''));
    if (names.length === 0) return undefined;
    return [this.collection.path, ...names.map((name) => encodeURIComponent(String(row[field(name)])))].join('/');
  }

  private resolve(schema: DocumentSchema): DocumentSchema {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : this.resolve(this.api.document.components.schemas[name] ?? {});
  }

  /** Another value of the same schema. */
  private another(schema: DocumentSchema, value: unknown, count: number): unknown {
    const known = this.resolve(schema);
    if (known.enum) return known.enum[(known.enum.indexOf(value) + count) % known.enum.length];
    if (typeof value === 'number') return value + 100 + count;
    if (typeof value !== 'string') return value;
    if (known.format === 'date') return `20${30 + count}-01-02`;
    if (known.format === 'date-time') return `20${30 + count}-01-02T00:00:00+00:00`;
    if (known.format === 'uuid') return `${value.slice(0, -4)}${String(1000 + count)}`;
    if (/^\[\d+,\d+\)$/.test(value)) return `[${count * 1000},${count * 1000 + 1})`;
    // The last digits count up, and stay digits; a text without any gets other letters.
    if (/\d/.test(value))
      return value.replace(/\d+(?!.*\d)/, (digits) =>
        String(Number(digits.slice(-4)) + 100 + count)
          .padStart(digits.length, '0')
          .slice(-digits.length),
      );
    const letter = String.fromCharCode('a'.charCodeAt(0) + ((count * 7) % 26));
    return letter.toUpperCase() === letter || value === value.toUpperCase()
      ? `${letter.toUpperCase()}${value.slice(1)}`
      : `${letter}${value.slice(1)}`;
  }
}

/** A weak ETag is the framework's, made of the answer: no version of the row. */
function versionOf({ headers }: ApiAnswer): string | null {
  const etag = headers.get('etag');
  return etag?.startsWith('"') ? etag : null;
}

function detail({ error }: ApiAnswer): string | undefined {
  return error?.details[0]?.field.replace(/\[.*/, '');
}

function show({ status, json }: ApiAnswer): string {
  return `${status} ${JSON.stringify(json)?.slice(0, 300)}`;
}

/** Equal as JSON, whatever the order of members. */
function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
