CREATE TYPE addr AS (street text, zip varchar(12), city text);
CREATE TABLE people (id bigint PRIMARY KEY, a addr, born timestamptz, email text);
CREATE FUNCTION age_of(people) RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT extract(year FROM now())::int - extract(year FROM $1.born)::bigint $$;
CREATE FUNCTION zip_of(addr) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $1.zip::text $$;
CREATE VIEW v1 AS SELECT p.id, p.a, p.email, age_of(p) AS age FROM people p;
CREATE VIEW v2 AS SELECT id, zip_of(a) AS zip, age, email FROM v1;
CREATE MATERIALIZED VIEW m AS SELECT zip, count(*) AS n FROM v2 GROUP BY zip WITH NO DATA;
CREATE UNIQUE INDEX m_zip ON m (zip);
CREATE FUNCTION all_v2() RETURNS SETOF v2 LANGUAGE sql AS $$ SELECT * FROM v2 $$;
CREATE VIEW v3 AS SELECT * FROM all_v2() WHERE age > 3;
CREATE INDEX people_zip ON people (zip_of(a)) WHERE born IS NOT NULL;
ALTER VIEW v2 ALTER COLUMN age SET DEFAULT 8; COMMENT ON COLUMN v2.zip IS 'zip code'; GRANT SELECT (zip, age) ON v2 TO PUBLIC;
CREATE RULE v2_ins AS ON INSERT TO v2 DO INSTEAD INSERT INTO people (id, email) VALUES (NEW.id, NEW.email);
CREATE TABLE logs (id int, v v1);

CREATE TYPE pair AS (r int, l bigint);
CREATE TABLE pairs (id int, p pair NOT NULL DEFAULT ROW(1,2)::pair, many pair[] DEFAULT ARRAY[ROW(1,2)::pair]);
