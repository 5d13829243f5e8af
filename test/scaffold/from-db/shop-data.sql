-- Rows for every table of shop.sql, so that each can be listed, paged and taken as the pattern of a new one.
INSERT INTO customers (email, name, tags, settings, credit, born_on, created_at)
  SELECT 'c' || n || '@example.org', 'Customer ' || n, ARRAY['a', 'b ' || n], jsonb_build_object('n', n, 'big', 12345678901234567890),
    n * 10000000.25, DATE '1990-01-01' + n, TIMESTAMPTZ '2026-01-01 00:00:00.123456+00' + n / 3 * interval '1 hour'
  FROM generate_series(1, 25) n;
INSERT INTO addresses (customer_id, place) SELECT id, ROW('Street ' || id, 'Town', 'DE')::address FROM customers WHERE id <= 6;
INSERT INTO orders (customer_id, billing_address_id, status, total, placed_at, delivery, lead)
  SELECT c.id, a.id, 'placed', 10.5 * c.id, CASE WHEN c.id % 3 = 0 THEN NULL ELSE TIMESTAMPTZ '2026-02-01' + c.id / 2 * interval '1 day' END,
    tstzrange('2026-03-01', '2026-03-02'), interval '1 day 2:03:04.5'
  FROM customers c LEFT JOIN addresses a ON a.customer_id = c.id;
INSERT INTO products (sku, name, price, weight, stock, discount, kind, picture, sizes, ratings, serials)
  SELECT 'AB-000' || n, 'Product ' || n, n + 0.99, 1.5, n, n, 'goods', '\x00ff10', '[1,5)', '{1,2,3}', '{9007199254740993}'
  FROM generate_series(1, 7) n;
INSERT INTO order_items SELECT o.id, l, 'AB-000' || l, l, 9.99 FROM orders o, generate_series(1, 3) l;
INSERT INTO tags (name) SELECT 'tag ' || n FROM generate_series(1, 5) n;
INSERT INTO product_tags SELECT p.sku, t.id FROM products p, tags t WHERE t.id < 4;
INSERT INTO wish_list (customer_id, sku) SELECT id, 'AB-0001' FROM customers WHERE id < 5;
INSERT INTO categories (parent_id, name) VALUES (NULL, 'root'), (1, 'left'), (1, 'right'), (2, 'leaf');
INSERT INTO departments VALUES (1, 'Sales', NULL), (2, 'IT', NULL), (3, 'HR', NULL);
INSERT INTO employees (department_id, manager_id, name) VALUES (1, NULL, 'Ada'), (1, 1, 'Bob'), (2, 1, 'Cleo');
UPDATE departments SET head_id = 1 WHERE id = 1;
INSERT INTO billing.orders (note) VALUES ('one'), ('two'), ('three');
INSERT INTO billing.invoices SELECT 'INV-' || id, id, 'USD', total, DATE '2026-06-01', TIMESTAMP '2026-05-01 12:00:00.5' FROM orders WHERE id < 6;
INSERT INTO billing.payments (invoice_number, amount, reference) SELECT number, 1.000001, 9223372036854775807 FROM billing.invoices;
INSERT INTO billing.exchange_rates SELECT 'EUR', 'USD', DATE '2026-01-01' + n, 1.08 + n FROM generate_series(1, 5) n;
INSERT INTO every_type SELECT n, 1, 2, 9223372036854775807, 123456789012345678901234567890.123456789, 1.5, 0.1, 12.5, 'abc', 'v', 'τ', 'n',
    '\xdeadbeef', '2026-01-01', '10:11:12.5', '10:11:12+02', '2026-01-01 01:02:03', '2026-01-01 01:02:03+00', 'P1DT1H', true, '10.0.0.1', '10.0.0.0/8',
    '08:00:2b:01:02:03', gen_random_uuid(), '{"a": 1}', '[1, null]', '<a/>', '(1,2)', B'101', B'1', 'fat cat', '[1,2)', '(,5]', '[2026-01-01,)',
    '{[1,2)}', '{1.10,2}', '{2026-01-01}', '{}', '{paid}', ARRAY[ROW('s', 'c', 'DE')::address], '{2026-01-01 00:00:00+00}', '{1,2}'
  FROM generate_series(1, 4) n;
INSERT INTO countries VALUES ('DE', 'Germany'), ('FR', 'France'), ('IT', 'Italy');
INSERT INTO languages VALUES ('de', 'German'), ('fr', 'French'), ('it', 'Italian');
INSERT INTO audit_log (at, what) SELECT TIMESTAMPTZ '2026-01-01' + n / 2 * interval '1 day', 'did ' || n FROM generate_series(1, 5) n;
INSERT INTO blocked_words VALUES ('bad'), ('worse'), ('worst');
INSERT INTO "default" VALUES (1, 'a', 'b', 'c', 'd'), (2, NULL, 'b', NULL, NULL), (3, 'x', 'y', 'z', 'c');
INSERT INTO "Weird Näme" VALUES (1, 'ab', 'q', 'd', 'p', 'e'), (2, 'x', 'y', 'z', NULL, '😀'), (3, NULL, NULL, NULL, NULL, NULL);
INSERT INTO health VALUES (1, 60), (2, 70), (3, NULL);
INSERT INTO events (happened_at, kind) SELECT TIMESTAMPTZ '2025-11-01' + n * interval '20 days', 'k' FROM generate_series(1, 6) n;
INSERT INTO vehicles VALUES (1, 4), (2, 2);
INSERT INTO trucks VALUES (11, 6, 7000), (12, 8, 9000), (13, 10, 1);
INSERT INTO rooms VALUES (1, 'Blue'), (2, 'Red'), (3, 'Green');
INSERT INTO bookings (room_id, during) SELECT 1, int4range(n * 10, n * 10 + 5) FROM generate_series(1, 4) n;
INSERT INTO seats VALUES (1, 1), (2, 2), (3, 3);
INSERT INTO accounts VALUES (1, 10), (2, -5), (3, 9007199254740993);
INSERT INTO notes (owner, body) VALUES ('ada', 'secret'), ('bob', 'plan'), ('ada', 'more');
REFRESH MATERIALIZED VIEW archive.best_sellers;
INSERT INTO "s'; --"."t`${globalThis.pwned=1}`" VALUES (1, '${x}', '\', E'a\nb', 'x'), (2, '*/', '$1', '${1}', NULL), (3, E'back\\slash', '`', '*/', 'y');
INSERT INTO "s'; --"."'); DROP TABLE customers; --" VALUES (1, 1), (2, 1), (3, NULL);
