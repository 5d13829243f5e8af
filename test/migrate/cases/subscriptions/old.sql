CREATE TABLE t (id integer PRIMARY KEY);
CREATE SUBSCRIPTION stays CONNECTION 'host=one.example dbname=shop' PUBLICATION a, b WITH (connect = false);
CREATE SUBSCRIPTION goes CONNECTION 'host=one.example dbname=shop' PUBLICATION a WITH (connect = false, slot_name = 'kept_there');
CREATE SUBSCRIPTION "Odd Name" CONNECTION 'host=one.example dbname=shop' PUBLICATION "Odd Pub" WITH (connect = false, slot_name = NONE);
COMMENT ON SUBSCRIPTION stays IS 'from the shop';
