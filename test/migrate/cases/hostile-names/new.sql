CREATE SCHEMA "a.b";
CREATE TABLE "a.b"."c""d" (";DROP TABLE x" int DEFAULT 3 CHECK (";DROP TABLE x" > 0), "select" text, "
x" int);
CREATE INDEX "i;--" ON "a.b"."c""d" ("select");
COMMENT ON TABLE "a.b"."c""d" IS E'it''s \\ a\ntrap $$ */ --';
CREATE FUNCTION "a.b"."f g"("x y" text DEFAULT 'a''b') RETURNS text LANGUAGE sql AS $f$ SELECT 'a;$$' || "x y" $f$;
