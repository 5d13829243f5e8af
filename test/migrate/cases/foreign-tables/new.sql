CREATE EXTENSION postgres_fdw;
CREATE SERVER s VERSION '2' FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'b', dbname 'd');
CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'u');
CREATE FOREIGN TABLE f (id int, name text OPTIONS (column_name 'n')) SERVER s OPTIONS (schema_name 'q');
COMMENT ON FOREIGN TABLE f IS 'far away';
