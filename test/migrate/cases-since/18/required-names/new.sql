CREATE DOMAIN plain AS text CONSTRAINT by_name NOT NULL;
CREATE DOMAIN named AS text NOT NULL CHECK (VALUE <> '');
CREATE DOMAIN open AS integer CONSTRAINT shut NOT NULL;
CREATE DOMAIN loosened AS integer;
CREATE DOMAIN fresh AS integer CONSTRAINT of_its_own NOT NULL DEFAULT 3;
CREATE DOMAIN a_domain_whose_name_is_so_long_that_the_server_must_cut_its_x AS text NOT NULL;
CREATE TABLE a_table_whose_name_is_so_long_that_the_server_must_cut_it (
  a_column_whose_name_is_so_long_that_the_server_must_cut_it_too integer CONSTRAINT short NOT NULL,
  id integer NOT NULL,
  renamed_later integer NOT NULL,
  "größe_mit_umlauten_äöüäöüäöüäöüäöüäöüäöü" integer NOT NULL,
  another_column_whose_name_is_so_long_that_the_server_must_cut_it integer NOT NULL
);
CREATE TABLE t (a integer NOT NULL, b integer CONSTRAINT b_is_needed NOT NULL, c integer NOT NULL, d integer);
COMMENT ON CONSTRAINT b_is_needed ON t IS 'new words';
COMMENT ON CONSTRAINT t_c_not_null ON t IS 'c came late';
COMMENT ON CONSTRAINT of_its_own ON DOMAIN fresh IS 'three is the default';
