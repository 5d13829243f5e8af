CREATE TABLE t (c text, b integer, a integer, d integer);
CREATE STATISTICS s (mcv) ON a, b, (a + b), lower(c) FROM t;
CREATE STATISTICS "on a, b from t" ON (a + b) FROM t;
CREATE PUBLICATION pub FOR TABLE t (a, b);
