CREATE TABLE p (id int DEFAULT 1, name text);
CREATE TABLE c (extra int) INHERITS (p);
CREATE TABLE alone (id int, name text);
