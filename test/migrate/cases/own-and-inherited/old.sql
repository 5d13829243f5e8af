CREATE TABLE p1 (id int NOT NULL, a text DEFAULT 'p1', CONSTRAINT pos CHECK (id > 0));
CREATE TABLE p2 (id int, b text, a text DEFAULT 'p1');
CREATE TABLE c1 (c int) INHERITS (p1, p2);
CREATE TABLE c2 (a text DEFAULT 'own') INHERITS (p1);
CREATE TABLE g (x int, a text DEFAULT 3) INHERITS (c1, c2);
CREATE INDEX c1_a ON c1 (a);
