-- The view of an extension is everybody's from the start, its reset nobody's: pg_dump writes what is other than that.
DO $$ BEGIN CREATE ROLE watcher; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE guest; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE SCHEMA ext;
CREATE EXTENSION pg_stat_statements SCHEMA ext;
GRANT SELECT ON ext.pg_stat_statements TO guest;
REVOKE SELECT ON ext.pg_stat_statements_info FROM PUBLIC;
CREATE EXTENSION hstore SCHEMA ext;
REVOKE EXECUTE ON FUNCTION ext.akeys(ext.hstore) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ext.akeys(ext.hstore) TO guest WITH GRANT OPTION;
GRANT USAGE ON TYPE ext.hstore TO guest;
-- Moves to another schema, with its grants.
CREATE EXTENSION citext SCHEMA ext;
REVOKE EXECUTE ON FUNCTION ext.citext(boolean) FROM PUBLIC;
-- Goes, with its grants.
CREATE EXTENSION postgres_fdw;
GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO guest;
-- What the server brought.
GRANT EXECUTE ON FUNCTION pg_ls_dir(text) TO guest;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
