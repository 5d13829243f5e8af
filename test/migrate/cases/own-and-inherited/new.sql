CREATE TABLE p1 (id int NOT NULL, a text DEFAULT 'p9', n int DEFAULT 4, CONSTRAINT pos CHECK (id > 1));
CREATE TABLE p2 (id int, b varchar(9), a text DEFAULT 'p9', CONSTRAINT own CHECK (b <> '') NO INHERIT);
CREATE TABLE c1 (c int) INHERITS (p1, p2);
CREATE TABLE c2 (a text DEFAULT 'own2', n int DEFAULT 5) INHERITS (p1);
CREATE TABLE g (x int, a text DEFAULT 'g', n int DEFAULT 6) INHERITS (c1, c2);
CREATE INDEX c1_a ON c1 (a);
