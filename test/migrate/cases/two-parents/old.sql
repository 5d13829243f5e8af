-- The type of a column that comes from two parents.
CREATE TABLE p1 (id int NOT NULL, a text, n int DEFAULT 4, CHECK (n > 0));
CREATE TABLE p2 (n int DEFAULT 4, b text);
CREATE TABLE c (own int, twice int GENERATED ALWAYS AS (own * 2) STORED) INHERITS (p1, p2);
CREATE TABLE g (deep int) INHERITS (c);
INSERT INTO c (id, n, own) VALUES (1, 2, 3);
INSERT INTO g (id, n, own) VALUES (2, 3, 4);
CREATE INDEX c_n ON c (n);
CREATE VIEW v AS SELECT n FROM c;

-- The same of a child that has it besides, and of a child of two such children.
CREATE TABLE c2 (n int, other int) INHERITS (p1, p2);
CREATE TABLE both_of_them () INHERITS (c, c2);
INSERT INTO both_of_them (id, n) VALUES (5, 6);

-- Another order of parents, with new columns and defaults.
CREATE TABLE o0 (top text);
CREATE TABLE o1 (id int, a text DEFAULT 'x', gone int) INHERITS (o0);
CREATE TABLE o2 (id int, b text, a text DEFAULT 'x', n int);
CREATE TABLE o3 (id int, third text);
CREATE TABLE ordered (own int, local int) INHERITS (o1, o2, o3);
INSERT INTO ordered (id, own, b, third) VALUES (1, 2, 'b', 'c');

-- One in the middle goes, one comes in front.
CREATE TABLE l1 (id int);
CREATE TABLE l2 (id int, two int);
CREATE TABLE l3 (id int, three int);
CREATE TABLE left_one (own int) INHERITS (l1, l2, l3);
