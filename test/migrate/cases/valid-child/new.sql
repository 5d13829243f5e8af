CREATE TABLE parent (id integer);
ALTER TABLE parent ADD CONSTRAINT present CHECK (id IS NOT NULL) NOT VALID;
CREATE TABLE child (x text) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE another () INHERITS (parent);
