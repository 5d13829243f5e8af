-- The parent goes, and what the child does not keep.
CREATE TABLE c (b int, own int, CONSTRAINT kept CHECK (b > 0));
CREATE TABLE g (deep int) INHERITS (c);

-- The parent stays, and loses something itself.
CREATE TABLE q (id int, a text, b int);
CREATE TABLE d (a text, own int);

-- From one parent to another, which has the checks.
CREATE TABLE r1 (id int, one int CHECK (one > 1));
CREATE TABLE r2 (id int, two int NOT NULL DEFAULT 2, CONSTRAINT small CHECK (id < 100));
CREATE TABLE s (own int) INHERITS (r2);
