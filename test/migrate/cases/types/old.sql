CREATE TYPE mood AS ENUM ('low', 'mid', 'high');
CREATE DOMAIN small AS int CHECK (VALUE < 100);
CREATE TYPE span AS RANGE (subtype = float8);
CREATE TABLE t (m mood DEFAULT 'mid', n mood[], s small, p span);
CREATE INDEX t_m ON t (m) WHERE m <> 'low';
CREATE FUNCTION f(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';
CREATE VIEW v AS SELECT f(m) AS m FROM t WHERE m > 'low';
GRANT USAGE ON TYPE mood TO PUBLIC;
COMMENT ON TYPE mood IS 'how it is';
