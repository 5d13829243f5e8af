-- The type of a column that comes from two parents.
CREATE TABLE p1 (id int NOT NULL, a text, n bigint DEFAULT 5 NOT NULL, CHECK (n > 1));
CREATE TABLE p2 (n bigint DEFAULT 5, b text);
CREATE TABLE c (own int, twice int GENERATED ALWAYS AS (own * 2) STORED) INHERITS (p1, p2);
CREATE TABLE g (deep int) INHERITS (c);
CREATE INDEX c_n ON c (n);
CREATE VIEW v AS SELECT n FROM c;

-- The same of a child that has it besides, and of a child of two such children.
CREATE TABLE c2 (n bigint, other int) INHERITS (p1, p2);
CREATE TABLE both_of_them () INHERITS (c, c2);

-- Another order of parents, with new columns and defaults.
CREATE TABLE o0 (top text, more text);
CREATE TABLE o1 (id int, a text DEFAULT 'y', k int DEFAULT 1) INHERITS (o0);
CREATE TABLE o2 (id int, b text, a text DEFAULT 'y', n bigint, m int NOT NULL DEFAULT 2);
CREATE TABLE o3 (id int, third text, CONSTRAINT filled CHECK (third <> ''));
CREATE TABLE ordered (own bigint, fresh int) INHERITS (o2, o3, o1);

-- One in the middle goes, one comes in front.
CREATE TABLE l1 (id int);
CREATE TABLE l2 (id int, two int);
CREATE TABLE l3 (id int, three int);
CREATE TABLE l0 (id int, zero int DEFAULT 0);
CREATE TABLE left_one (own int, two int) INHERITS (l0, l3, l1);
