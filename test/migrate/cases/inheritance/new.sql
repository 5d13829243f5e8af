CREATE TABLE p (id int DEFAULT 2 NOT NULL, name text, more int DEFAULT 3, CHECK (id > 0));
CREATE TABLE c (extra int) INHERITS (p);
ALTER TABLE c ALTER COLUMN more DROP DEFAULT;
CREATE TABLE alone (id int, name text);
CREATE TABLE d (name text NOT NULL) INHERITS (p);
