CREATE TABLE uses_gone (id integer);

CREATE TYPE kept;
CREATE FUNCTION kept_in(cstring) RETURNS kept LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION kept_out(kept) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION kept_send(kept) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'textsend';
CREATE TYPE kept (INPUT = kept_in, OUTPUT = kept_out, SEND = kept_send, INTERNALLENGTH = VARIABLE, STORAGE = external);
CREATE TABLE uses_kept (id integer, value kept DEFAULT 'x', list kept[], more kept);
CREATE FUNCTION equal(kept, kept) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'texteq';
CREATE OPERATOR === (LEFTARG = kept, RIGHTARG = kept, FUNCTION = equal);

CREATE TYPE filled;
CREATE FUNCTION filled_in(cstring) RETURNS filled LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION filled_out(filled) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE filled (INPUT = filled_in, OUTPUT = filled_out, INTERNALLENGTH = 4, PASSEDBYVALUE, ALIGNMENT = int4, CATEGORY = 'N', DEFAULT = '7', DELIMITER = ';');
GRANT USAGE ON TYPE filled TO PUBLIC;
REVOKE USAGE ON TYPE filled FROM PUBLIC;
CREATE TYPE "Odd Like";
CREATE FUNCTION odd_in(cstring) RETURNS "Odd Like" LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION odd_out("Odd Like") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE "Odd Like" (INPUT = odd_in, OUTPUT = odd_out, LIKE = text, CATEGORY = 'S', PREFERRED = true, COLLATABLE = true);
CREATE TABLE fresh (a filled, b "Odd Like" COLLATE "C");

CREATE TYPE other_way;
CREATE FUNCTION other_in(cstring) RETURNS other_way LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION other_out(other_way) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE other_way (INPUT = other_in, OUTPUT = other_out, DELIMITER = '|', LIKE = text);
CREATE FUNCTION speaks_of(other_way) RETURNS boolean LANGUAGE sql AS 'SELECT true';
