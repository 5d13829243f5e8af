-- Partitions by inheritance become partitions by declaration, and keep their rows.
CREATE TABLE m (id int, at date NOT NULL, v text); CREATE TABLE m_20 (CHECK (at < '2021-01-01')) INHERITS (m); CREATE TABLE m_21 (CHECK (at >= '2021-01-01')) INHERITS (m);
CREATE INDEX m_20_i ON m_20 (at); CREATE TABLE plain (id int, at date NOT NULL, v text);
INSERT INTO m_20 VALUES (1, '2020-01-01', 'x');
