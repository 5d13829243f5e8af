CREATE EXTENSION postgres_fdw;
CREATE SERVER s VERSION '2' FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'b', dbname 'd');
CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'u');
CREATE FOREIGN TABLE f (id int, name text OPTIONS (column_name 'n')) SERVER s OPTIONS (schema_name 'q');
COMMENT ON FOREIGN TABLE f IS 'far away';

-- What has rows elsewhere takes another type without a word on how.
CREATE FOREIGN TABLE ft (id bigint, x date) SERVER s;
CREATE TABLE pp (id int, x bigint) PARTITION BY LIST (id); CREATE FOREIGN TABLE pf PARTITION OF pp FOR VALUES IN (1) SERVER s; CREATE TABLE pl PARTITION OF pp FOR VALUES IN (2);
CREATE TABLE par (id bigint, t text); CREATE FOREIGN TABLE chi (y bigint) INHERITS (par) SERVER s;
CREATE TABLE par2 (n int); CREATE TABLE top (id bigint); CREATE FOREIGN TABLE lower_one (y int) INHERITS (par2, top) SERVER s;

CREATE TYPE mood AS ENUM ('bad', 'better');
CREATE FOREIGN TABLE moods (m mood, ms mood[]) SERVER s;
