CREATE EXTENSION postgres_fdw;
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'a', port '1');
CREATE FOREIGN TABLE f (id int) SERVER s OPTIONS (table_name 'x');
