CREATE TYPE gone;
CREATE FUNCTION gone_in(cstring) RETURNS gone LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION gone_out(gone) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE gone (INPUT = gone_in, OUTPUT = gone_out, INTERNALLENGTH = VARIABLE, STORAGE = extended);
COMMENT ON TYPE gone IS 'soon';
CREATE TABLE uses_gone (id integer, value gone, list gone[]);

CREATE TYPE kept;
CREATE FUNCTION kept_in(cstring) RETURNS kept LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION kept_out(kept) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION kept_send(kept) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'textsend';
CREATE TYPE kept (INPUT = kept_in, OUTPUT = kept_out, INTERNALLENGTH = VARIABLE, STORAGE = extended);
CREATE TABLE uses_kept (id integer, value kept DEFAULT 'x', list kept[]);
CREATE FUNCTION equal(kept, kept) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'texteq';
CREATE OPERATOR === (LEFTARG = kept, RIGHTARG = kept, FUNCTION = equal);

CREATE TYPE only_a_shell;
CREATE TYPE filled;

CREATE TYPE other_way;
CREATE FUNCTION other_in(cstring) RETURNS other_way LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION other_out(other_way) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE other_way (INPUT = other_in, OUTPUT = other_out, LIKE = text);
CREATE FUNCTION speaks_of(other_way) RETURNS boolean LANGUAGE sql AS 'SELECT true';
