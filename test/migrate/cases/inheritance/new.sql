CREATE TABLE p (id int DEFAULT 2 NOT NULL, name text, more int DEFAULT 3, CHECK (id > 0));
CREATE TABLE c (extra int) INHERITS (p);
ALTER TABLE c ALTER COLUMN more DROP DEFAULT;
CREATE TABLE alone (id int, name text);
CREATE TABLE d (name text NOT NULL) INHERITS (p);

-- What the parent sets for itself is not for a child that was made later.
CREATE TABLE measured (id integer, y text);
ALTER TABLE measured ALTER y SET STATISTICS 200, ALTER y SET STORAGE external;
CREATE TABLE measured_child (own integer) INHERITS (measured);

-- Numbers that a parent gives do not go down to its children.
CREATE TABLE numbered (y integer GENERATED ALWAYS AS IDENTITY, note text);
CREATE TABLE numbered_child (own integer) INHERITS (numbered);

-- A child with rules of its own for what comes from its parent.
CREATE TABLE ruled (id bigint NOT NULL, a integer, x text, z integer);
CREATE TABLE stricter (own integer) INHERITS (ruled);
ALTER TABLE stricter ALTER id ADD GENERATED ALWAYS AS IDENTITY;
ALTER TABLE stricter ALTER x SET NOT NULL;
ALTER TABLE stricter ALTER z SET NOT NULL;
ALTER TABLE stricter ALTER z ADD GENERATED ALWAYS AS IDENTITY;
COMMENT ON COLUMN stricter.z IS 'zzz';
GRANT USAGE ON SEQUENCE stricter_id_seq TO PUBLIC;
