DO $$ BEGIN CREATE ROLE watcher; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE guest; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE SCHEMA ext;
CREATE EXTENSION pg_stat_statements SCHEMA ext;
REVOKE SELECT ON ext.pg_stat_statements FROM PUBLIC;
GRANT SELECT (query, calls) ON ext.pg_stat_statements TO guest;
GRANT SELECT ON ext.pg_stat_statements TO watcher WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION ext.pg_stat_statements_reset(oid, oid, bigint) TO watcher;
CREATE EXTENSION hstore SCHEMA ext;
GRANT EXECUTE ON FUNCTION ext.akeys(ext.hstore) TO watcher, guest;
-- Moves to another schema, with its grants.
CREATE SCHEMA "Other";
CREATE EXTENSION citext SCHEMA "Other";
REVOKE EXECUTE ON FUNCTION "Other".citext(boolean) FROM PUBLIC;
-- Comes, with grants.
CREATE EXTENSION dblink;
GRANT EXECUTE ON FUNCTION dblink_connect_u(text) TO watcher;
GRANT USAGE ON FOREIGN DATA WRAPPER dblink_fdw TO watcher;
-- What the server brought.
REVOKE EXECUTE ON FUNCTION pg_stat_reset() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_stat_reset() TO watcher;
GRANT SELECT (rolname) ON pg_authid TO watcher;
REVOKE SELECT ON pg_catalog.pg_settings FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO watcher;
REVOKE USAGE ON SCHEMA pg_catalog FROM PUBLIC;
GRANT USAGE ON SCHEMA pg_catalog TO watcher, guest, PUBLIC;
