-- A child made after its parent's NOT VALID check is valid from the start.
CREATE TABLE parent (id integer);
CREATE TABLE child (x text) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
