CREATE SCHEMA "a.b";
CREATE TABLE "a.b"."c""d" (";DROP TABLE x" int, "select" text);
