/** What the steps of a walk count on. */
export const WALK_START = `CREATE SCHEMA app;
  DO $$ BEGIN CREATE ROLE walker; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
  CREATE FUNCTION walk_nothing() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;`;
