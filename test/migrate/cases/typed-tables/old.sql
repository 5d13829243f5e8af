CREATE TYPE person AS (id int, name text, gone int, age int);
CREATE TABLE people OF person (PRIMARY KEY (id), name WITH OPTIONS DEFAULT 'x' NOT NULL);
CREATE INDEX people_age ON people (age);
CREATE VIEW pv AS SELECT name, age FROM people;
