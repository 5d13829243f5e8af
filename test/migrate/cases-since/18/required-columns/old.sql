CREATE TABLE plain (id integer CONSTRAINT must_have NOT NULL, renamed integer CONSTRAINT one_name NOT NULL, loose integer NOT NULL, named integer);
CREATE TABLE parent (id integer NOT NULL NO INHERIT, kept integer CONSTRAINT kept_here NOT NULL, unproved integer);
ALTER TABLE parent ADD CONSTRAINT later NOT NULL unproved NOT VALID;
CREATE TABLE child () INHERITS (parent);
CREATE TABLE "Odd Name" ("a b" integer CONSTRAINT "what is" NOT NULL, wider integer NOT NULL);
CREATE TABLE keyed (id integer CONSTRAINT key_needs_it NOT NULL, PRIMARY KEY (id));
CREATE TABLE parts (id integer CONSTRAINT part_id NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE altered (id integer, there integer NOT NULL);
