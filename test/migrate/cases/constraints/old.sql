CREATE EXTENSION btree_gist;
CREATE TABLE p (id int PRIMARY KEY, code text UNIQUE);
CREATE TABLE c (id int, p_code text REFERENCES p (code), r int4range);

-- A table is clustered on one index at a time.
CREATE TABLE t2 (id integer PRIMARY KEY, n integer CONSTRAINT k UNIQUE);
ALTER TABLE t2 CLUSTER ON k;
