CREATE TABLE thing (id serial PRIMARY KEY, n int);
CREATE TABLE log (at timestamp);
CREATE INDEX spare ON log (at);

-- Types, and what has their values.
CREATE TABLE x (id int); CREATE VIEW y AS SELECT 1 AS a; CREATE MATERIALIZED VIEW z AS SELECT 1 AS a; CREATE SEQUENCE q; CREATE FUNCTION ff(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE ty AS ENUM ('a'); CREATE DOMAIN dd AS int; CREATE TABLE uses (t ty, d dd, n int DEFAULT nextval('q'));
CREATE PROCEDURE pp() LANGUAGE sql AS ''; CREATE INDEX ix ON x (id);
