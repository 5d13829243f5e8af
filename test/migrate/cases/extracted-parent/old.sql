-- What two tables have in common becomes a table of its own.
CREATE TABLE users (id int PRIMARY KEY, created timestamptz NOT NULL DEFAULT '2020-01-01', name text NOT NULL, CONSTRAINT named CHECK (name <> ''));
CREATE TABLE shops (id int PRIMARY KEY, created timestamptz NOT NULL DEFAULT '2020-01-01', name text NOT NULL, CONSTRAINT named CHECK (name <> ''));
INSERT INTO users (id, name) VALUES (1, 'one');
INSERT INTO shops (id, name) VALUES (2, 'two');
CREATE INDEX users_name ON users (name);
CREATE VIEW everybody AS SELECT name FROM users UNION ALL SELECT name FROM shops;
