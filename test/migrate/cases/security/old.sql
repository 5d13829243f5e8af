CREATE TABLE t (id int, owner name);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t FOR SELECT TO PUBLIC USING (owner = current_user);
CREATE VIEW v WITH (security_invoker = true) AS SELECT id FROM t;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
-- Options that are set again stand in another order.
CREATE VIEW guarded WITH (security_barrier, security_invoker) AS SELECT 1 AS one;
