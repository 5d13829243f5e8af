// PostgreSQL's own grammar, compiled to WebAssembly. The one file that knows its package.

/** A node of the parse tree: an object with one key, its kind, as PostgreSQL's JSON output has it. */
export type ParseNode = Readonly<Record<string, unknown>>;

/** Loads the grammar and gives a parser: the statements of a text, or undefined where the grammar does not take it. */
export async function loadGrammar(): Promise<(sql: string) => readonly ParseNode[] | undefined> {
  const { loadModule, parseSync, SqlError } = await import('libpg-query');
  await loadModule();
  return (sql) => {
    try {
      return (parseSync(sql).stmts ?? []).map((raw) => raw.stmt as unknown as ParseNode);
    } catch (error) {
      if (error instanceof SqlError) return undefined;
      throw error;
    }
  };
}

/** Two texts that differ in their literals alone have one identity, and one text without literals; undefined where the grammar does not take it. */
export async function loadNormalizer(): Promise<(sql: string) => { id: string; text: string } | undefined> {
  const { normalizeSync, fingerprintSync } = await import('libpg-query');
  // Parsed first: of these two, errors of syntax cannot be told from others.
  const parse = await loadGrammar();
  return (sql) => (parse(sql) ? { id: fingerprintSync(sql), text: normalizeSync(sql) } : undefined);
}
