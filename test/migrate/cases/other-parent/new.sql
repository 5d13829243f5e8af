CREATE TABLE first_parent (kept text);
CREATE TABLE second_parent (id bigserial NOT NULL);
CREATE TABLE child (own int) INHERITS (second_parent);
