CREATE EXTENSION postgres_fdw;
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'a', port '1');
CREATE FOREIGN TABLE f (id int) SERVER s OPTIONS (table_name 'x');

-- What has rows elsewhere takes another type without a word on how.
CREATE FOREIGN TABLE ft (id int, x text) SERVER s;
CREATE TABLE pp (id int, x int) PARTITION BY LIST (id); CREATE FOREIGN TABLE pf PARTITION OF pp FOR VALUES IN (1) SERVER s; CREATE TABLE pl PARTITION OF pp FOR VALUES IN (2);
CREATE TABLE par (id int, t varchar(8)); CREATE FOREIGN TABLE chi (y int) INHERITS (par) SERVER s;
CREATE TABLE par2 (n int); CREATE TABLE top (id int); CREATE FOREIGN TABLE lower_one (y int) INHERITS (top) SERVER s;

CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE FOREIGN TABLE moods (m mood, ms mood[]) SERVER s;
