CREATE FUNCTION area(w int, h int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT w * h';
CREATE TABLE t (w int, h int, CHECK (area(w, h) > 0));
CREATE VIEW v AS SELECT area(w, h) AS area FROM t;
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE PROCEDURE p(a int) LANGUAGE plpgsql AS 'BEGIN NULL; END';
