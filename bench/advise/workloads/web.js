// Five web applications and pgbench: schemas with primary keys alone, generated rows, and the statements that such an
// application sends, each as often as it would.

const spread = (from, to, step) => Array.from({ length: 6 }, (_, at) => [from + ((at * step) % (to - from))]);

export const shop = {
  name: 'shop',
  schema: `
CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, created_at timestamptz NOT NULL);
CREATE TABLE categories (id int PRIMARY KEY, parent_id int, name text NOT NULL);
CREATE TABLE products (id int PRIMARY KEY, category_id int NOT NULL, name text NOT NULL, price int NOT NULL, active bool NOT NULL);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL, status text NOT NULL, placed_at timestamptz NOT NULL, total int NOT NULL);
CREATE TABLE order_items (id int PRIMARY KEY, order_id int NOT NULL, product_id int NOT NULL, quantity int NOT NULL);
CREATE TABLE reviews (id int PRIMARY KEY, product_id int NOT NULL, user_id int NOT NULL, stars int NOT NULL, body text NOT NULL)`,
  rows: `
INSERT INTO users SELECT n, 'user' || n || '@example.com', timestamptz '2025-01-01' + n * interval '5 minutes' FROM generate_series(1, 30000) n;
INSERT INTO categories SELECT n, n / 10, 'category ' || n FROM generate_series(1, 200) n;
INSERT INTO products SELECT n, 1 + n::bigint * 7919 % 200, 'product ' || n, n * 31 % 9000, n % 10 <> 0 FROM generate_series(1, 20000) n;
INSERT INTO orders SELECT n, 1 + n::bigint * 7919 % 30000, (ARRAY['paid','paid','paid','paid','paid','shipped','shipped','shipped','open','cancelled'])[1 + n % 10], timestamptz '2025-06-01' + n * interval '2 minutes', n * 37 % 50000 FROM generate_series(1, 150000) n;
INSERT INTO order_items SELECT n, 1 + n::bigint * 104729 % 150000, 1 + n::bigint * 7919 % 20000, 1 + n % 4 FROM generate_series(1, 350000) n;
INSERT INTO reviews SELECT n, 1 + n * 31 % 20000, 1 + n * 17 % 30000, 1 + n % 5, repeat('good ', 20) FROM generate_series(1, 60000) n`,
  statements: [
    {
      sql: 'SELECT * FROM users WHERE email = $1',
      sets: [['user77@example.com'], ['user29000@example.com']],
      times: 40,
    },
    {
      sql: 'SELECT * FROM orders WHERE user_id = $1 ORDER BY placed_at DESC LIMIT 10',
      sets: spread(1, 30000, 4999),
      times: 40,
    },
    {
      sql: 'SELECT oi.*, p.name FROM order_items oi JOIN products p ON p.id = oi.product_id WHERE oi.order_id = $1',
      sets: spread(1, 150000, 24989),
      times: 40,
    },
    {
      sql: 'SELECT id, name, price FROM products WHERE category_id = $1 AND active ORDER BY price LIMIT 20',
      sets: spread(1, 200, 37),
      times: 30,
    },
    { sql: 'SELECT avg(stars), count(*) FROM reviews WHERE product_id = $1', sets: spread(1, 20000, 3331), times: 30 },
    {
      sql: "SELECT * FROM orders WHERE status = 'open' AND placed_at > $1 ORDER BY placed_at LIMIT 50",
      sets: [['2025-12-01']],
      times: 10,
    },
    {
      sql: 'SELECT sum(oi.quantity) FROM order_items oi WHERE oi.product_id = $1',
      sets: spread(1, 20000, 4001),
      times: 10,
    },
    {
      sql: 'UPDATE orders SET status = $2 WHERE id = $1',
      sets: [
        [5, 'paid'],
        [6, 'paid'],
      ],
      times: 30,
    },
  ],
};

export const blog = {
  name: 'blog',
  schema: `
CREATE TABLE authors (id int PRIMARY KEY, handle text NOT NULL);
CREATE TABLE posts (id int PRIMARY KEY, author_id int NOT NULL, slug text NOT NULL, title text NOT NULL, body text NOT NULL, published_at timestamptz, views int NOT NULL);
CREATE TABLE comments (id int PRIMARY KEY, post_id int NOT NULL, author_id int, body text NOT NULL, created_at timestamptz NOT NULL, deleted_at timestamptz);
CREATE TABLE post_tags (post_id int NOT NULL, tag_id int NOT NULL, PRIMARY KEY (post_id, tag_id));
CREATE TABLE tags (id int PRIMARY KEY, name text NOT NULL)`,
  rows: `
INSERT INTO authors SELECT n, 'author' || n FROM generate_series(1, 500) n;
INSERT INTO posts SELECT n, 1 + n * 31 % 500, 'post-' || n, 'Post ' || n, repeat('text ', 60), CASE WHEN n % 5 = 0 THEN NULL ELSE timestamptz '2020-01-01' + n * interval '1 hour' END, n * 17 % 10000 FROM generate_series(1, 40000) n;
INSERT INTO comments SELECT n, 1 + n::bigint * 7919 % 40000, 1 + n % 500, repeat('yes ', 12), timestamptz '2020-01-01' + n * interval '9 minutes', CASE WHEN n % 50 = 0 THEN timestamptz '2024-01-01' END FROM generate_series(1, 250000) n;
INSERT INTO tags SELECT n, 'tag' || n FROM generate_series(1, 300) n;
INSERT INTO post_tags SELECT n, 1 + (n * 13 + t * 7) % 300 FROM generate_series(1, 40000) n, generate_series(1, 3) t ON CONFLICT DO NOTHING`,
  statements: [
    { sql: 'SELECT * FROM posts WHERE slug = $1', sets: [['post-77'], ['post-31000']], times: 50 },
    {
      sql: 'SELECT id, title, published_at FROM posts WHERE published_at IS NOT NULL ORDER BY published_at DESC LIMIT 20',
      sets: [[]],
      times: 30,
    },
    {
      sql: 'SELECT id, body, created_at FROM comments WHERE post_id = $1 AND deleted_at IS NULL ORDER BY created_at',
      sets: spread(1, 40000, 6661),
      times: 50,
    },
    {
      sql: 'SELECT p.id, p.title FROM posts p JOIN post_tags pt ON pt.post_id = p.id WHERE pt.tag_id = $1 ORDER BY p.published_at DESC LIMIT 10',
      sets: spread(1, 300, 53),
      times: 20,
    },
    { sql: 'SELECT count(*) FROM comments WHERE author_id = $1', sets: spread(1, 500, 83), times: 10 },
    {
      sql: 'SELECT id, title FROM posts WHERE author_id = $1 AND published_at IS NULL',
      sets: spread(1, 500, 83),
      times: 10,
    },
    { sql: 'UPDATE posts SET views = views + 1 WHERE id = $1', sets: [[7], [8]], times: 60 },
  ],
};

export const chat = {
  name: 'chat',
  schema: `
CREATE TABLE members (room_id int NOT NULL, user_id int NOT NULL, joined_at timestamptz NOT NULL, PRIMARY KEY (room_id, user_id));
CREATE TABLE messages (id bigint PRIMARY KEY, room_id int NOT NULL, sender_id int NOT NULL, body text NOT NULL, sent_at timestamptz NOT NULL, reply_to bigint);
CREATE TABLE receipts (id bigint PRIMARY KEY, message_id bigint NOT NULL, user_id int NOT NULL, read_at timestamptz)`,
  rows: `
INSERT INTO members SELECT 1 + n % 2000, 1 + n * 31 % 9000, timestamptz '2025-01-01' FROM generate_series(1, 60000) n ON CONFLICT DO NOTHING;
INSERT INTO messages SELECT n, 1 + n::bigint * 7919 % 2000, 1 + n * 31 % 9000, repeat('hi ', 10), timestamptz '2025-01-01' + n * interval '3 seconds', CASE WHEN n % 20 = 0 THEN n - 7 END FROM generate_series(1, 300000) n;
INSERT INTO receipts SELECT n, 1 + n * 13 % 300000, 1 + n * 17 % 9000, CASE WHEN n % 100 = 0 THEN NULL ELSE timestamptz '2025-02-01' END FROM generate_series(1, 300000) n`,
  statements: [
    {
      sql: 'SELECT * FROM messages WHERE room_id = $1 AND id < $2 ORDER BY id DESC LIMIT 50',
      sets: spread(1, 2000, 331).map(([room]) => [room, 250000]),
      times: 50,
    },
    { sql: 'SELECT m.* FROM members m WHERE m.user_id = $1', sets: spread(1, 9000, 1499), times: 40 },
    {
      sql: 'SELECT count(*) FROM receipts WHERE user_id = $1 AND read_at IS NULL',
      sets: spread(1, 9000, 1499),
      times: 40,
    },
    { sql: 'SELECT * FROM receipts WHERE message_id = $1', sets: spread(1, 300000, 49999), times: 30 },
    { sql: 'SELECT * FROM messages WHERE reply_to = $1', sets: spread(1, 300000, 49999), times: 10 },
    { sql: 'SELECT max(sent_at) FROM messages WHERE room_id = $1', sets: spread(1, 2000, 331), times: 30 },
    { sql: 'UPDATE receipts SET read_at = now() WHERE message_id = $1 AND user_id = $2', sets: [[14, 18]], times: 30 },
  ],
};

export const billing = {
  name: 'multi-tenant billing',
  schema: `
CREATE TABLE tenants (id int PRIMARY KEY, name text NOT NULL, plan text NOT NULL);
CREATE TABLE customers (id int PRIMARY KEY, tenant_id int NOT NULL, email text NOT NULL, country text NOT NULL);
CREATE TABLE invoices (id int PRIMARY KEY, tenant_id int NOT NULL, customer_id int NOT NULL, number text NOT NULL, state text NOT NULL, due_on date NOT NULL, cents int NOT NULL);
CREATE TABLE invoice_lines (id int PRIMARY KEY, tenant_id int NOT NULL, invoice_id int NOT NULL, sku text NOT NULL, cents int NOT NULL);
CREATE TABLE payments (id int PRIMARY KEY, tenant_id int NOT NULL, invoice_id int NOT NULL, paid_at timestamptz NOT NULL, cents int NOT NULL)`,
  rows: `
INSERT INTO tenants SELECT n, 'tenant ' || n, (ARRAY['free','pro'])[1 + n % 2] FROM generate_series(1, 300) n;
INSERT INTO customers SELECT n, 1 + n % 300, 'c' || n || '@example.com', (ARRAY['de','fr','us','jp'])[1 + n % 4] FROM generate_series(1, 30000) n;
INSERT INTO invoices SELECT n, 1 + n % 300, 1 + n * 7 % 30000, 'INV-' || n, (ARRAY['paid','paid','paid','paid','paid','paid','paid','paid','open','void'])[1 + n / 300 % 10], date '2024-01-01' + n % 700, n * 37 % 90000 FROM generate_series(1, 150000) n;
INSERT INTO invoice_lines SELECT n, 1 + n::bigint * 7919 % 150000 % 300, 1 + n::bigint * 7919 % 150000, 'sku-' || n % 900, n * 31 % 9000 FROM generate_series(1, 400000) n;
INSERT INTO payments SELECT n, 1 + n * 13 % 150000 % 300, 1 + n * 13 % 150000, timestamptz '2024-01-01' + n * interval '5 minutes', n * 31 % 9000 FROM generate_series(1, 120000) n`,
  statements: [
    {
      sql: 'SELECT * FROM invoices WHERE tenant_id = $1 AND state = $2 ORDER BY due_on LIMIT 25',
      sets: spread(1, 300, 53).map(([tenant]) => [tenant, 'open']),
      times: 40,
    },
    {
      sql: 'SELECT * FROM invoice_lines WHERE tenant_id = $1 AND invoice_id = $2',
      sets: [
        [20, 19],
        [121, 120],
        [200, 199],
      ],
      times: 40,
    },
    {
      sql: 'SELECT sum(cents) FROM payments WHERE tenant_id = $1 AND paid_at >= $2 AND paid_at < $3',
      sets: spread(1, 300, 53).map(([tenant]) => [tenant, '2024-06-01', '2024-07-01']),
      times: 20,
    },
    {
      sql: 'SELECT * FROM customers WHERE tenant_id = $1 AND email = $2',
      sets: [
        [78, 'c77@example.com'],
        [1, 'c300@example.com'],
      ],
      times: 40,
    },
    {
      sql: 'SELECT * FROM invoices WHERE tenant_id = $1 AND number = $2',
      sets: [
        [78, 'INV-77'],
        [1, 'INV-30000'],
      ],
      times: 20,
    },
    {
      sql: 'SELECT i.id, sum(l.cents) FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id WHERE i.tenant_id = $1 AND i.customer_id = $2 GROUP BY i.id',
      sets: [
        [8, 50],
        [1, 2101],
      ],
      times: 20,
    },
    { sql: 'SELECT * FROM payments WHERE invoice_id = $1', sets: spread(1, 150000, 24989), times: 30 },
    { sql: 'INSERT INTO payments SELECT max(id) + 1, 1, $1, now(), 5 FROM payments', sets: [[7]], times: 20 },
  ],
};

export const series = {
  name: 'time series',
  schema: `
CREATE TABLE devices (id int PRIMARY KEY, site_id int NOT NULL, serial text NOT NULL);
CREATE TABLE readings (id bigint PRIMARY KEY, device_id int NOT NULL, at timestamptz NOT NULL, value float8 NOT NULL, quality int NOT NULL);
CREATE TABLE alerts (id int PRIMARY KEY, device_id int NOT NULL, raised_at timestamptz NOT NULL, cleared_at timestamptz, level int NOT NULL)`,
  rows: `
INSERT INTO devices SELECT n, 1 + n % 40, 'sn-' || n FROM generate_series(1, 1000) n;
INSERT INTO readings SELECT n, 1 + n % 1000, timestamptz '2025-01-01' + n * interval '1 second', n % 97, n % 20 FROM generate_series(1, 500000) n;
INSERT INTO alerts SELECT n, 1 + n * 31 % 1000, timestamptz '2025-01-01' + n * interval '1 minute', CASE WHEN n % 60 = 0 THEN NULL ELSE timestamptz '2025-02-01' END, n % 4 FROM generate_series(1, 60000) n`,
  statements: [
    {
      sql: 'SELECT at, value FROM readings WHERE device_id = $1 AND at >= $2 AND at < $3 ORDER BY at',
      sets: spread(1, 1000, 167).map(([device]) => [device, '2025-01-03', '2025-01-04']),
      times: 30,
    },
    {
      sql: 'SELECT value, at FROM readings WHERE device_id = $1 ORDER BY at DESC LIMIT 1',
      sets: spread(1, 1000, 167),
      times: 30,
    },
    {
      sql: 'SELECT avg(value) FROM readings WHERE at >= $1 AND at < $2',
      sets: [
        ['2025-01-04', '2025-01-04 02:00'],
        ['2025-01-02', '2025-01-02 02:00'],
      ],
      times: 20,
    },
    { sql: 'SELECT * FROM alerts WHERE cleared_at IS NULL ORDER BY raised_at DESC LIMIT 50', sets: [[]], times: 30 },
    { sql: 'SELECT count(*) FROM alerts WHERE device_id = $1', sets: spread(1, 1000, 167), times: 20 },
    { sql: 'SELECT d.id, d.serial FROM devices d WHERE d.site_id = $1', sets: spread(1, 40, 7), times: 20 },
    { sql: 'INSERT INTO readings SELECT max(id) + 1, 7, now(), 1, 1 FROM readings', sets: [[]], times: 40 },
  ],
};

/** pgbench (PostgreSQL documentation, "pgbench"): its own schema with its primary keys is tuned already. */
export const pgbench = {
  name: 'pgbench, tuned already',
  schema: `
CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88));
CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84));
CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84));
CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))`,
  rows: `
INSERT INTO pgbench_branches SELECT n, 0, '' FROM generate_series(1, 3) n;
INSERT INTO pgbench_tellers SELECT n, 1 + n % 3, 0, '' FROM generate_series(1, 30) n;
INSERT INTO pgbench_accounts SELECT n, 1 + n % 3, 0, '' FROM generate_series(1, 300000) n`,
  statements: [
    {
      sql: 'UPDATE pgbench_accounts SET abalance = abalance + $1 WHERE aid = $2',
      sets: [
        [1, 77],
        [1, 299999],
      ],
      times: 60,
    },
    { sql: 'SELECT abalance FROM pgbench_accounts WHERE aid = $1', sets: spread(1, 300000, 49999), times: 60 },
    { sql: 'UPDATE pgbench_tellers SET tbalance = tbalance + $1 WHERE tid = $2', sets: [[1, 7]], times: 60 },
    { sql: 'UPDATE pgbench_branches SET bbalance = bbalance + $1 WHERE bid = $2', sets: [[1, 2]], times: 60 },
    {
      sql: 'INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)',
      sets: [[1, 1, 1, 1]],
      times: 60,
    },
  ],
};
