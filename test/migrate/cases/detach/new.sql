CREATE TABLE e (id int PRIMARY KEY, note text) PARTITION BY RANGE (id);
CREATE TABLE e_1 (id int NOT NULL, note text, CONSTRAINT e_1_pkey PRIMARY KEY (id));
