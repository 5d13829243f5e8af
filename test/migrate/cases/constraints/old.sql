CREATE EXTENSION btree_gist;
CREATE TABLE p (id int PRIMARY KEY, code text UNIQUE);
CREATE TABLE c (id int, p_code text REFERENCES p (code), r int4range);
