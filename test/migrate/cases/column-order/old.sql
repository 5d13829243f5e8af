-- The same columns in another order: statistics and publications name them in the order of their table.
CREATE TABLE t (a integer, b integer, c text);
CREATE STATISTICS s (mcv) ON a, b, (a + b), lower(c) FROM t;
CREATE STATISTICS "on a, b from t" ON (a + b) FROM t;
CREATE PUBLICATION pub FOR TABLE t (a, b);
