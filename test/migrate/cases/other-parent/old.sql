CREATE TABLE first_parent (id bigserial NOT NULL);
CREATE TABLE child (own int) INHERITS (first_parent);
INSERT INTO child (own) VALUES (1), (2);
