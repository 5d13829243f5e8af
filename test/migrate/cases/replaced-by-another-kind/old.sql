CREATE TABLE thing (id serial PRIMARY KEY, n int);
CREATE TABLE log (at timestamp);
CREATE INDEX spare ON log (at);
