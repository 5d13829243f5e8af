CREATE TYPE person AS (id int, name text, age bigint, email text);
CREATE TABLE people OF person (PRIMARY KEY (id), name WITH OPTIONS DEFAULT 'y', email WITH OPTIONS DEFAULT 'none');
CREATE INDEX people_age ON people (age);
CREATE VIEW pv AS SELECT name, age, email FROM people;
