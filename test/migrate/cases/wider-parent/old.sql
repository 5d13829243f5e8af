CREATE TABLE first_parent (id bigserial NOT NULL, kept text);
CREATE TABLE child (own int) INHERITS (first_parent);
