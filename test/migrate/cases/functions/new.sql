CREATE FUNCTION area(w int, h int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT w::bigint * h';
CREATE TABLE t (w int, h int, CHECK (area(w, h) > 0));
CREATE VIEW v AS SELECT area(w, h) AS area FROM t;
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1');
CREATE PROCEDURE p(b int, c text DEFAULT 'x') LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE FUNCTION body(i int) RETURNS int BEGIN ATOMIC SELECT count(*)::int FROM t WHERE w = i; END;
REVOKE EXECUTE ON FUNCTION body(int) FROM PUBLIC;
CREATE FUNCTION later() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
