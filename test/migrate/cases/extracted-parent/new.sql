-- What two tables have in common becomes a table of its own.
CREATE TABLE named_things (created timestamptz NOT NULL DEFAULT '2020-01-01', name text NOT NULL, CONSTRAINT named CHECK (name <> ''));
CREATE TABLE users (id int PRIMARY KEY) INHERITS (named_things);
CREATE TABLE shops (id int PRIMARY KEY) INHERITS (named_things);
CREATE INDEX users_name ON users (name);
CREATE VIEW everybody AS SELECT name FROM named_things;
