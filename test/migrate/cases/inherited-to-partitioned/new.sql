-- Partitions by inheritance become partitions by declaration, and keep their rows.
CREATE TABLE m (id int, at date NOT NULL, v text) PARTITION BY RANGE (at); CREATE TABLE m_20 PARTITION OF m FOR VALUES FROM (MINVALUE) TO ('2021-01-01'); CREATE TABLE m_21 PARTITION OF m FOR VALUES FROM ('2021-01-01') TO (MAXVALUE);
CREATE INDEX m_i ON m (at); CREATE TABLE plain (id int, at date NOT NULL, v text) PARTITION BY HASH (id); CREATE TABLE plain_0 PARTITION OF plain FOR VALUES WITH (MODULUS 2, REMAINDER 0);
