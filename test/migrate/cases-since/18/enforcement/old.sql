CREATE TABLE target (id integer PRIMARY KEY, other integer UNIQUE);
CREATE TABLE source (
  a integer CONSTRAINT a_positive CHECK (a > 0) NOT ENFORCED,
  b integer CONSTRAINT b_positive CHECK (b > 0),
  c integer CONSTRAINT c_there REFERENCES target NOT ENFORCED,
  d integer CONSTRAINT d_there REFERENCES target DEFERRABLE,
  e integer CONSTRAINT e_there REFERENCES target NOT ENFORCED
);
