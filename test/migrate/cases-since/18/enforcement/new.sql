CREATE TABLE target (id integer PRIMARY KEY, other integer UNIQUE);
CREATE TABLE source (
  a integer CONSTRAINT a_positive CHECK (a > 0),
  b integer CONSTRAINT b_positive CHECK (b > 0) NOT ENFORCED,
  c integer CONSTRAINT c_there REFERENCES target,
  d integer CONSTRAINT d_there REFERENCES target DEFERRABLE NOT ENFORCED,
  e integer CONSTRAINT e_there REFERENCES target ON DELETE CASCADE NOT ENFORCED
);
CREATE TABLE fresh (a integer CHECK (a > 1) NOT ENFORCED, b integer REFERENCES target NOT ENFORCED);
