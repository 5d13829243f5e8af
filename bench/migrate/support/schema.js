// A schema of any size with what real ones have: keys, checks, foreign keys, three indexes a table, sequences, defaults,
// views, functions, triggers, comments, grants. The same number gives the same text.

/** `changes`: every so many tables one column is added, one index is gone and one default is another. */
export function schemaOf(tables, { changes } = {}) {
  const parts = ["CREATE TYPE state AS ENUM ('new', 'paid', 'sent');"];
  parts.push(...Array.from({ length: Math.ceil(tables / 20) }, (_, at) => routine(at)));
  for (let at = 0; at < tables; at += 1) parts.push(table(at, changes !== undefined && at % changes === 0));
  for (let at = 0; at < tables; at += 10) {
    parts.push(
      `CREATE VIEW view_${at} AS SELECT t.id, t.name, u.state FROM table_${at} t LEFT JOIN table_${Math.max(0, at - 1)} u ON u.id = t.parent_id WHERE t.amount > 10;`,
    );
  }
  return parts.join('\n');
}

function routine(at) {
  return `CREATE FUNCTION touch_${at}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed_at = now(); RETURN NEW; END $$;`;
}

function table(at, isChanged) {
  const name = `table_${at}`;
  const parent = `table_${Math.max(0, at - 1)}`;
  return [
    `CREATE TABLE ${name} (`,
    `  id bigserial PRIMARY KEY, parent_id bigint REFERENCES ${parent}, name varchar(80) NOT NULL, email text,`,
    `  amount numeric(12, 2) NOT NULL DEFAULT ${isChanged ? 1 : 0} CHECK (amount >= 0), state state NOT NULL DEFAULT 'new',`,
    `  tags text[], payload jsonb, ${isChanged ? 'note text, ' : ''}created_at timestamptz NOT NULL DEFAULT now(), changed_at timestamptz`,
    ');',
    `CREATE INDEX ${name}_parent ON ${name} (parent_id);`,
    ...(isChanged ? [] : [`CREATE INDEX ${name}_open ON ${name} (created_at) WHERE state = 'new';`]),
    `CREATE UNIQUE INDEX ${name}_email ON ${name} (lower(email));`,
    ...(at % 5 === 0
      ? [`CREATE TRIGGER touch BEFORE UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION touch_${Math.floor(at / 20)}();`]
      : []),
    ...(at % 3 === 0
      ? [`COMMENT ON TABLE ${name} IS 'what ${name} is about';`, `GRANT SELECT ON ${name} TO PUBLIC;`]
      : []),
  ].join('\n');
}
