-- The parent goes, and what the child does not keep.
CREATE TABLE p (id int NOT NULL DEFAULT 1, a text DEFAULT 'a', b int, CONSTRAINT gone CHECK (id > 0), CONSTRAINT kept CHECK (b > 0));
CREATE TABLE c (own int) INHERITS (p);
INSERT INTO c (id, b) VALUES (1, 2);
CREATE TABLE g (deep int) INHERITS (c);
INSERT INTO g (id, b) VALUES (3, 4);

-- The parent stays, and loses something itself.
CREATE TABLE q (id int, a text, b int, z int, twice int GENERATED ALWAYS AS (z * 2) STORED);
CREATE TABLE d (own int) INHERITS (q);
INSERT INTO d (id, z) VALUES (1, 2);

-- From one parent to another, which has the checks.
CREATE TABLE r1 (id int, one int CHECK (one > 1));
CREATE TABLE r2 (id int, two int NOT NULL DEFAULT 2, CONSTRAINT small CHECK (id < 100));
CREATE TABLE s (own int) INHERITS (r1);
INSERT INTO s (id, own) VALUES (7, 8);
