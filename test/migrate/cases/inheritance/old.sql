CREATE TABLE p (id int DEFAULT 1, name text);
CREATE TABLE c (extra int) INHERITS (p);
CREATE TABLE alone (id int, name text);

-- What the parent sets for itself is not for a child that was made later.
CREATE TABLE measured (id integer, x text);
ALTER TABLE measured ALTER x SET STATISTICS 200, ALTER x SET STORAGE external;
CREATE TABLE measured_child (own integer) INHERITS (measured);

-- Numbers that a parent gives do not go down to its children.
CREATE TABLE numbered (x integer GENERATED ALWAYS AS IDENTITY, note text);
CREATE TABLE numbered_child (own integer) INHERITS (numbered);

-- A child with rules of its own for what comes from its parent.
CREATE TABLE ruled (a integer);
CREATE TABLE stricter (own integer) INHERITS (ruled);
