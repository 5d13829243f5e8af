CREATE FUNCTION f(a int, c text DEFAULT 'y') RETURNS bigint LANGUAGE sql AS $$ SELECT a::bigint $$;
CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS $$ SELECT 2 $$;
CREATE TABLE t (x int DEFAULT f('1'));
