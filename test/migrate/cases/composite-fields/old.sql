CREATE TYPE addr AS (street text, zip text);
CREATE TABLE people (id int PRIMARY KEY, a addr, born date);
CREATE FUNCTION age_of(people) RETURNS int LANGUAGE sql STABLE AS $$ SELECT extract(year FROM now())::int - extract(year FROM $1.born)::int $$;
CREATE FUNCTION zip_of(addr) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1.zip $$;
CREATE VIEW v1 AS SELECT p.id, p.a, age_of(p) AS age FROM people p;
CREATE VIEW v2 AS SELECT id, zip_of(a) AS zip, age FROM v1;
CREATE MATERIALIZED VIEW m AS SELECT zip, count(*) AS n FROM v2 GROUP BY zip WITH NO DATA;
CREATE UNIQUE INDEX m_zip ON m (zip);
CREATE FUNCTION all_v2() RETURNS SETOF v2 LANGUAGE sql AS $$ SELECT * FROM v2 $$;
CREATE VIEW v3 AS SELECT * FROM all_v2() WHERE age > 3;
CREATE INDEX people_zip ON people (zip_of(a));
ALTER VIEW v2 ALTER COLUMN age SET DEFAULT 7; COMMENT ON COLUMN v2.zip IS 'zip'; GRANT SELECT (zip) ON v2 TO PUBLIC;
CREATE RULE v2_ins AS ON INSERT TO v2 DO INSTEAD INSERT INTO people (id) VALUES (NEW.id);
CREATE TABLE logs (id int, v v1);

CREATE TYPE pair AS (l int, r int);
CREATE TABLE pairs (id int, p pair NOT NULL DEFAULT ROW(1,2)::pair, many pair[] DEFAULT ARRAY[ROW(1,2)::pair]);
INSERT INTO pairs VALUES (1, ROW(5,6), ARRAY[NULL, ROW(8,9)::pair, ROW(NULL,NULL)::pair]), (2, ROW(7,NULL), '[3:4]={"(1,2)","(,)"}'), (3, ROW(1,1), '{}'), (4, ROW(1,1), NULL);
