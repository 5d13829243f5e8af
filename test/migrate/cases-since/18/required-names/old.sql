-- Names of NOT NULL: of domains, of columns whose default name is longer than 63 bytes, and what is said of them.
CREATE DOMAIN plain AS text NOT NULL;
CREATE DOMAIN named AS text CONSTRAINT must_be_there NOT NULL CHECK (VALUE <> '');
CREATE DOMAIN open AS integer;
CREATE DOMAIN loosened AS integer CONSTRAINT tight NOT NULL;
CREATE DOMAIN a_domain_whose_name_is_so_long_that_the_server_must_cut_its_x AS text NOT NULL;
CREATE TABLE a_table_whose_name_is_so_long_that_the_server_must_cut_it (
  a_column_whose_name_is_so_long_that_the_server_must_cut_it_too integer NOT NULL,
  id integer NOT NULL,
  renamed_later integer CONSTRAINT "spoken for" NOT NULL,
  "größe_mit_umlauten_äöüäöüäöüäöüäöüäöüäöü" integer NOT NULL
);
CREATE TABLE t (a integer NOT NULL, b integer CONSTRAINT b_is_needed NOT NULL, c integer, d integer NOT NULL);
COMMENT ON CONSTRAINT t_a_not_null ON t IS 'a is the key of the old system';
COMMENT ON CONSTRAINT b_is_needed ON t IS 'old words';
COMMENT ON CONSTRAINT t_d_not_null ON t IS 'goes with the requirement';
COMMENT ON CONSTRAINT must_be_there ON DOMAIN named IS 'since 2019';
