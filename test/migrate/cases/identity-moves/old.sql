-- The new column waits for the name of the old one's sequence, the old one for the view, and the view for the new column.
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, a text);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE VIEW over_v AS SELECT a FROM v;
