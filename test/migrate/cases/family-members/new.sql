CREATE FUNCTION same(integer, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1::bigint = $2';
CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = bigint, FUNCTION = same);
CREATE OPERATOR FAMILY numbers USING btree;
ALTER OPERATOR FAMILY numbers USING btree ADD OPERATOR 1 < (integer, bigint), OPERATOR 3 === (integer, bigint);
CREATE OPERATOR FAMILY bare USING hash;
ALTER OPERATOR FAMILY bare USING hash ADD OPERATOR 1 = (integer, bigint);
