CREATE EXTENSION btree_gist;
CREATE TABLE p (id int CONSTRAINT other_name PRIMARY KEY, code text, UNIQUE NULLS NOT DISTINCT (code) INCLUDE (id));
CREATE TABLE c (id int, p_code text REFERENCES p (code) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, r int4range,
  EXCLUDE USING gist (id WITH =, r WITH &&) WHERE (id > 0));
ALTER TABLE c ADD CONSTRAINT late CHECK (id > 5) NOT VALID;
COMMENT ON CONSTRAINT late ON c IS 'later';
COMMENT ON INDEX other_name IS 'the key';

-- A table is clustered on one index at a time.
CREATE TABLE t2 (id integer PRIMARY KEY, n integer CONSTRAINT k UNIQUE);
ALTER TABLE t2 CLUSTER ON t2_pkey;
