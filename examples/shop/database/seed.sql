-- 370,000 rows that are the same on every machine.
INSERT INTO users (email, name, created_at)
SELECT 'user' || n || '@shop.example', 'User ' || n, timestamptz '2024-01-01' + n * interval '30 minutes'
FROM generate_series(1, 20000) AS n;

INSERT INTO products (sku, name, category, price_cents, stock)
SELECT 'SKU-' || 10000 + n,
       'Product ' || n,
       (enum_range(NULL::category))[1 + n % 6],
       100 + n * 7 % 9900,
       1000
FROM generate_series(1, 5000) AS n;

INSERT INTO orders (user_id, status, total_cents, placed_at)
SELECT 1 + n * 7919 % 20000,
       (enum_range(NULL::order_status))[1 + n % 5],
       500 + n * 31 % 50000,
       timestamptz '2025-01-01' + n * interval '2 minutes'
FROM generate_series(1, 250000) AS n;

INSERT INTO order_items (order_id, product_id, quantity, price_cents)
SELECT n, 1 + n * 13 % 5000, 1 + n % 3, 100 + n * 7 % 9900
FROM generate_series(1, 95000) AS n;

ANALYZE;
