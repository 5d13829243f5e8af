CREATE TABLE t (id integer PRIMARY KEY);
CREATE SUBSCRIPTION stays CONNECTION 'host=two.example dbname=''it''' PUBLICATION b, c WITH (connect = false, binary = true, synchronous_commit = 'local', slot_name = 'other');
CREATE SUBSCRIPTION fresh CONNECTION 'host=one.example dbname=shop' PUBLICATION a WITH (connect = false, streaming = true);
CREATE SUBSCRIPTION "Odd Name" CONNECTION 'host=one.example dbname=shop' PUBLICATION "Odd Pub", d WITH (connect = false, slot_name = NONE);
