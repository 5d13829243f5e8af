CREATE TABLE first_parent (kept text);
CREATE TABLE second_parent (id bigserial NOT NULL, n int, twice int GENERATED ALWAYS AS (n * 2) STORED);
CREATE TABLE child (own int) INHERITS (second_parent);
