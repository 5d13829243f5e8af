CREATE TABLE first_parent (id bigserial NOT NULL, n int, twice int GENERATED ALWAYS AS (n * 2) STORED);
CREATE TABLE child (own int) INHERITS (first_parent);
INSERT INTO child (own) VALUES (1), (2);
