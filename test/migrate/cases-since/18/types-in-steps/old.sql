CREATE TABLE t (id int PRIMARY KEY, code text NOT NULL DEFAULT '7', other text);
CREATE INDEX t_code ON t (code DESC, id);
CREATE UNIQUE INDEX t_both ON t USING btree (other, code);
COMMENT ON COLUMN t.code IS 'it''s';
CREATE TABLE shops (id integer PRIMARY KEY);
CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent_id integer REFERENCES orders, shop_id integer REFERENCES shops, note text, CONSTRAINT positive CHECK (id > 0), UNIQUE (shop_id, id));
CREATE TABLE lines (order_id integer CONSTRAINT of_order REFERENCES orders ON DELETE CASCADE, n integer CONSTRAINT must_n NOT NULL);
CREATE VIEW noted AS SELECT id, note FROM orders;
