CREATE FUNCTION f(a int, b text DEFAULT 'x') RETURNS int LANGUAGE sql AS $$ SELECT a $$;
CREATE TABLE t (x int DEFAULT f(1));
