/** 60 tables as they should be: keys, indexes on foreign keys, types that age well, rows enough to count. */
export const CLEAN_SCHEMA = Array.from({ length: 60 }, (_, n) => {
  const parent = n === 0 ? '' : `, parent_id bigint NOT NULL REFERENCES t${n - 1}`;
  const index = n === 0 ? '' : `CREATE INDEX ON t${n} (parent_id);`;
  return `CREATE TABLE t${n} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, at timestamptz NOT NULL DEFAULT now(), body jsonb${parent}); ${index}
    INSERT INTO t${n} (name${n === 0 ? '' : ', parent_id'}) SELECT 'n' || g${n === 0 ? '' : ', g'} FROM generate_series(1, 50) g;`;
}).join('\n');
