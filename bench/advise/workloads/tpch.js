// The TPC-H schema and queries (TPC Benchmark H, revision 3, chapters 1 and 2) with the validation parameters, and rows of
// our own that have the shapes which the queries look for.

const SCHEMA = `
CREATE TABLE region (r_regionkey int PRIMARY KEY, r_name text NOT NULL, r_comment text);
CREATE TABLE nation (n_nationkey int PRIMARY KEY, n_name text NOT NULL, n_regionkey int NOT NULL, n_comment text);
CREATE TABLE supplier (s_suppkey int PRIMARY KEY, s_name text, s_address text, s_nationkey int, s_phone text, s_acctbal numeric, s_comment text);
CREATE TABLE customer (c_custkey int PRIMARY KEY, c_name text, c_address text, c_nationkey int, c_phone text, c_acctbal numeric, c_mktsegment text, c_comment text);
CREATE TABLE part (p_partkey int PRIMARY KEY, p_name text, p_mfgr text, p_brand text, p_type text, p_size int, p_container text, p_retailprice numeric, p_comment text);
CREATE TABLE partsupp (ps_partkey int, ps_suppkey int, ps_availqty int, ps_supplycost numeric, ps_comment text, PRIMARY KEY (ps_partkey, ps_suppkey));
CREATE TABLE orders (o_orderkey int PRIMARY KEY, o_custkey int, o_orderstatus text, o_totalprice numeric, o_orderdate date, o_orderpriority text, o_clerk text, o_shippriority int, o_comment text);
CREATE TABLE lineitem (l_orderkey int, l_partkey int, l_suppkey int, l_linenumber int, l_quantity numeric, l_extendedprice numeric, l_discount numeric, l_tax numeric,
  l_returnflag text, l_linestatus text, l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct text, l_shipmode text, l_comment text, PRIMARY KEY (l_orderkey, l_linenumber))`;

const NATIONS =
  'ALGERIA ARGENTINA BRAZIL CANADA EGYPT ETHIOPIA FRANCE GERMANY INDIA INDONESIA IRAN IRAQ JAPAN JORDAN KENYA MOROCCO MOZAMBIQUE PERU CHINA ROMANIA SAUDI_ARABIA VIETNAM RUSSIA UNITED_KINGDOM UNITED_STATES';

function seed(scale) {
  const count = (base) => Math.max(10, Math.round(base * scale));
  const [suppliers, customers, parts, orders] = [count(10_000), count(150_000), count(200_000), count(1_500_000)];
  return `
SELECT setseed(0.42);
INSERT INTO region SELECT n - 1, (ARRAY['AFRICA','AMERICA','ASIA','EUROPE','MIDDLE EAST'])[n], 'r' FROM generate_series(1, 5) n;
INSERT INTO nation SELECT n - 1, replace(name, '_', ' '), (n - 1) % 5, 'n' FROM unnest(string_to_array('${NATIONS}', ' ')) WITH ORDINALITY AS x(name, n);
INSERT INTO supplier SELECT n, 'Supplier#' || n, 'a', n % 25, (10 + n % 25) || '-1', (random() * 10000)::numeric(9,2), CASE WHEN n % 200 = 0 THEN 'Customer Complaints' ELSE 'fine' END FROM generate_series(1, ${suppliers}) n;
INSERT INTO customer SELECT n, 'Customer#' || n, 'a', n % 25, (10 + n % 25) || '-22', (random() * 11000 - 1000)::numeric(9,2), (ARRAY['AUTOMOBILE','BUILDING','FURNITURE','MACHINERY','HOUSEHOLD'])[1 + n % 5], repeat('c', 60) FROM generate_series(1, ${customers}) n;
INSERT INTO part SELECT n, (ARRAY['forest','green','blue','red','misty'])[1 + n % 5] || ' part ' || n, 'Manufacturer#' || (1 + n % 5), 'Brand#' || (1 + n % 5) || (1 + n / 7 % 5),
  (ARRAY['STANDARD','SMALL','MEDIUM','LARGE','ECONOMY','PROMO'])[1 + n % 6] || ' ' || (ARRAY['ANODIZED','BURNISHED','PLATED','POLISHED','BRUSHED'])[1 + n / 6 % 5] || ' ' || (ARRAY['TIN','NICKEL','BRASS','STEEL','COPPER'])[1 + n / 30 % 5],
  1 + n % 50, (ARRAY['SM','LG','MED','JUMBO','WRAP'])[1 + n % 5] || ' ' || (ARRAY['CASE','BOX','BAG','JAR','PKG','PACK','CAN','DRUM'])[1 + n / 5 % 8], 900 + n % 1000, 'p' FROM generate_series(1, ${parts}) n;
INSERT INTO partsupp SELECT n, 1 + (n + i * (${suppliers} / 4 + n / ${suppliers})) % ${suppliers}, (random() * 9999)::int, (random() * 1000)::numeric(9,2), repeat('s', 80) FROM generate_series(1, ${parts}) n, generate_series(0, 3) i ON CONFLICT DO NOTHING;
INSERT INTO orders SELECT n, 1 + (random() * (${customers} - 1))::int, (ARRAY['F','O','P'])[1 + n % 3], (random() * 300000)::numeric(11,2), date '1992-01-01' + (random() * 2400)::int, (1 + n % 5) || '-URGENT', 'Clerk#' || n % 1000, 0, CASE WHEN n % 50 = 0 THEN 'special packages requests' ELSE repeat('o', 40) END FROM generate_series(1, ${orders}) n;
INSERT INTO lineitem SELECT o_orderkey, ps_partkey, ps_suppkey, i, 1 + (random() * 49)::int, (random() * 90000)::numeric(11,2), (random() * 0.1)::numeric(3,2), (random() * 0.08)::numeric(3,2), (ARRAY['A','N','R'])[1 + (o_orderkey + i) % 3], (ARRAY['O','F'])[1 + i % 2],
  o_orderdate + 1 + (random() * 120)::int, o_orderdate + 30 + (random() * 60)::int, o_orderdate + 5 + (random() * 140)::int, (ARRAY['DELIVER IN PERSON','COLLECT COD','NONE','TAKE BACK RETURN'])[1 + (o_orderkey + i) % 4], (ARRAY['AIR','MAIL','SHIP','TRUCK','RAIL','AIR REG','FOB'])[1 + (o_orderkey + i) % 7], repeat('l', 25)
  FROM orders, generate_series(1, 4) i, LATERAL (SELECT 1 + (o_orderkey * 7919 + i * 104729) % ${parts} AS p) AS pick, LATERAL (SELECT * FROM partsupp WHERE ps_partkey = p LIMIT 1) AS s`;
}

const REVENUE = 'l_extendedprice * (1 - l_discount)';

const QUERIES = [
  `SELECT l_returnflag, l_linestatus, sum(l_quantity), sum(l_extendedprice), sum(${REVENUE}), avg(l_discount), count(*) FROM lineitem WHERE l_shipdate <= '1998-09-02'::date GROUP BY l_returnflag, l_linestatus ORDER BY l_returnflag, l_linestatus`,
  `SELECT s_acctbal, s_name, n_name, p_partkey FROM part, supplier, partsupp, nation, region WHERE p_partkey = ps_partkey AND s_suppkey = ps_suppkey AND p_size = 15 AND p_type LIKE '%BRASS' AND s_nationkey = n_nationkey AND n_regionkey = r_regionkey AND r_name = 'EUROPE' AND ps_supplycost = (SELECT min(ps_supplycost) FROM partsupp, supplier, nation, region WHERE p_partkey = ps_partkey AND s_suppkey = ps_suppkey AND s_nationkey = n_nationkey AND n_regionkey = r_regionkey AND r_name = 'EUROPE') ORDER BY s_acctbal DESC, n_name, s_name, p_partkey LIMIT 100`,
  `SELECT l_orderkey, sum(${REVENUE}) AS revenue, o_orderdate, o_shippriority FROM customer, orders, lineitem WHERE c_mktsegment = 'BUILDING' AND c_custkey = o_custkey AND l_orderkey = o_orderkey AND o_orderdate < '1995-03-15'::date AND l_shipdate > '1995-03-15'::date GROUP BY l_orderkey, o_orderdate, o_shippriority ORDER BY revenue DESC, o_orderdate LIMIT 10`,
  `SELECT o_orderpriority, count(*) FROM orders WHERE o_orderdate >= '1993-07-01'::date AND o_orderdate < '1993-10-01'::date AND EXISTS (SELECT 1 FROM lineitem WHERE l_orderkey = o_orderkey AND l_commitdate < l_receiptdate) GROUP BY o_orderpriority ORDER BY o_orderpriority`,
  `SELECT n_name, sum(${REVENUE}) AS revenue FROM customer, orders, lineitem, supplier, nation, region WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND l_suppkey = s_suppkey AND c_nationkey = s_nationkey AND s_nationkey = n_nationkey AND n_regionkey = r_regionkey AND r_name = 'ASIA' AND o_orderdate >= '1994-01-01'::date AND o_orderdate < '1995-01-01'::date GROUP BY n_name ORDER BY revenue DESC`,
  `SELECT sum(l_extendedprice * l_discount) FROM lineitem WHERE l_shipdate >= '1994-01-01'::date AND l_shipdate < '1995-01-01'::date AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24`,
  `SELECT supp_nation, cust_nation, l_year, sum(volume) FROM (SELECT n1.n_name AS supp_nation, n2.n_name AS cust_nation, extract(year FROM l_shipdate) AS l_year, ${REVENUE} AS volume FROM supplier, lineitem, orders, customer, nation n1, nation n2 WHERE s_suppkey = l_suppkey AND o_orderkey = l_orderkey AND c_custkey = o_custkey AND s_nationkey = n1.n_nationkey AND c_nationkey = n2.n_nationkey AND ((n1.n_name = 'FRANCE' AND n2.n_name = 'GERMANY') OR (n1.n_name = 'GERMANY' AND n2.n_name = 'FRANCE')) AND l_shipdate BETWEEN '1995-01-01'::date AND '1996-12-31'::date) AS shipping GROUP BY supp_nation, cust_nation, l_year ORDER BY 1, 2, 3`,
  `SELECT o_year, sum(CASE WHEN nation = 'BRAZIL' THEN volume ELSE 0 END) / sum(volume) FROM (SELECT extract(year FROM o_orderdate) AS o_year, ${REVENUE} AS volume, n2.n_name AS nation FROM part, supplier, lineitem, orders, customer, nation n1, nation n2, region WHERE p_partkey = l_partkey AND s_suppkey = l_suppkey AND l_orderkey = o_orderkey AND o_custkey = c_custkey AND c_nationkey = n1.n_nationkey AND n1.n_regionkey = r_regionkey AND r_name = 'AMERICA' AND s_nationkey = n2.n_nationkey AND o_orderdate BETWEEN '1995-01-01'::date AND '1996-12-31'::date AND p_type = 'ECONOMY ANODIZED STEEL') AS all_nations GROUP BY o_year ORDER BY o_year`,
  `SELECT nation, o_year, sum(amount) FROM (SELECT n_name AS nation, extract(year FROM o_orderdate) AS o_year, ${REVENUE} - ps_supplycost * l_quantity AS amount FROM part, supplier, lineitem, partsupp, orders, nation WHERE s_suppkey = l_suppkey AND ps_suppkey = l_suppkey AND ps_partkey = l_partkey AND p_partkey = l_partkey AND o_orderkey = l_orderkey AND s_nationkey = n_nationkey AND p_name LIKE '%green%') AS profit GROUP BY nation, o_year ORDER BY nation, o_year DESC`,
  `SELECT c_custkey, c_name, sum(${REVENUE}) AS revenue, n_name FROM customer, orders, lineitem, nation WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND o_orderdate >= '1993-10-01'::date AND o_orderdate < '1994-01-01'::date AND l_returnflag = 'R' AND c_nationkey = n_nationkey GROUP BY c_custkey, c_name, n_name ORDER BY revenue DESC LIMIT 20`,
  `SELECT ps_partkey, sum(ps_supplycost * ps_availqty) AS value FROM partsupp, supplier, nation WHERE ps_suppkey = s_suppkey AND s_nationkey = n_nationkey AND n_name = 'GERMANY' GROUP BY ps_partkey HAVING sum(ps_supplycost * ps_availqty) > (SELECT sum(ps_supplycost * ps_availqty) * 0.0001 FROM partsupp, supplier, nation WHERE ps_suppkey = s_suppkey AND s_nationkey = n_nationkey AND n_name = 'GERMANY') ORDER BY value DESC`,
  `SELECT l_shipmode, sum(CASE WHEN o_orderpriority = '1-URGENT' THEN 1 ELSE 0 END) FROM orders, lineitem WHERE o_orderkey = l_orderkey AND l_shipmode IN ('MAIL', 'SHIP') AND l_commitdate < l_receiptdate AND l_shipdate < l_commitdate AND l_receiptdate >= '1994-01-01'::date AND l_receiptdate < '1995-01-01'::date GROUP BY l_shipmode ORDER BY l_shipmode`,
  `SELECT c_count, count(*) FROM (SELECT c_custkey, count(o_orderkey) AS c_count FROM customer LEFT JOIN orders ON c_custkey = o_custkey AND o_comment NOT LIKE '%special%requests%' GROUP BY c_custkey) AS c_orders GROUP BY c_count ORDER BY 2 DESC, 1 DESC`,
  `SELECT 100.00 * sum(CASE WHEN p_type LIKE 'PROMO%' THEN ${REVENUE} ELSE 0 END) / sum(${REVENUE}) FROM lineitem, part WHERE l_partkey = p_partkey AND l_shipdate >= '1995-09-01'::date AND l_shipdate < '1995-10-01'::date`,
  `WITH revenue AS (SELECT l_suppkey AS supplier_no, sum(${REVENUE}) AS total FROM lineitem WHERE l_shipdate >= '1996-01-01'::date AND l_shipdate < '1996-04-01'::date GROUP BY l_suppkey) SELECT s_suppkey, s_name, total FROM supplier, revenue WHERE s_suppkey = supplier_no AND total = (SELECT max(total) FROM revenue) ORDER BY s_suppkey`,
  `SELECT p_brand, p_type, p_size, count(DISTINCT ps_suppkey) AS n FROM partsupp, part WHERE p_partkey = ps_partkey AND p_brand <> 'Brand#45' AND p_type NOT LIKE 'MEDIUM POLISHED%' AND p_size IN (49, 14, 23, 45, 19, 3, 36, 9) AND ps_suppkey NOT IN (SELECT s_suppkey FROM supplier WHERE s_comment LIKE '%Customer%Complaints%') GROUP BY p_brand, p_type, p_size ORDER BY n DESC, p_brand, p_type, p_size`,
  `SELECT sum(l_extendedprice) / 7.0 FROM lineitem, part WHERE p_partkey = l_partkey AND p_brand = 'Brand#23' AND p_container = 'MED BOX' AND l_quantity < (SELECT 0.2 * avg(l_quantity) FROM lineitem WHERE l_partkey = p_partkey)`,
  `SELECT c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice, sum(l_quantity) FROM customer, orders, lineitem WHERE o_orderkey IN (SELECT l_orderkey FROM lineitem GROUP BY l_orderkey HAVING sum(l_quantity) > 180) AND c_custkey = o_custkey AND o_orderkey = l_orderkey GROUP BY c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice ORDER BY o_totalprice DESC, o_orderdate LIMIT 100`,
  `SELECT sum(${REVENUE}) FROM lineitem, part WHERE p_partkey = l_partkey AND l_shipinstruct = 'DELIVER IN PERSON' AND l_shipmode IN ('AIR', 'AIR REG') AND ((p_brand = 'Brand#12' AND p_container IN ('SM CASE', 'SM BOX') AND l_quantity BETWEEN 1 AND 11 AND p_size BETWEEN 1 AND 5) OR (p_brand = 'Brand#23' AND p_container IN ('MED BAG', 'MED BOX') AND l_quantity BETWEEN 10 AND 20 AND p_size BETWEEN 1 AND 10))`,
  `SELECT s_name, s_address FROM supplier, nation WHERE s_suppkey IN (SELECT ps_suppkey FROM partsupp WHERE ps_partkey IN (SELECT p_partkey FROM part WHERE p_name LIKE 'forest%') AND ps_availqty > (SELECT 0.5 * sum(l_quantity) FROM lineitem WHERE l_partkey = ps_partkey AND l_suppkey = ps_suppkey AND l_shipdate >= '1994-01-01'::date AND l_shipdate < '1995-01-01'::date)) AND s_nationkey = n_nationkey AND n_name = 'CANADA' ORDER BY s_name`,
  `SELECT s_name, count(*) AS numwait FROM supplier, lineitem l1, orders, nation WHERE s_suppkey = l1.l_suppkey AND o_orderkey = l1.l_orderkey AND o_orderstatus = 'F' AND l1.l_receiptdate > l1.l_commitdate AND EXISTS (SELECT 1 FROM lineitem l2 WHERE l2.l_orderkey = l1.l_orderkey AND l2.l_suppkey <> l1.l_suppkey) AND NOT EXISTS (SELECT 1 FROM lineitem l3 WHERE l3.l_orderkey = l1.l_orderkey AND l3.l_suppkey <> l1.l_suppkey AND l3.l_receiptdate > l3.l_commitdate) AND s_nationkey = n_nationkey AND n_name = 'SAUDI ARABIA' GROUP BY s_name ORDER BY numwait DESC, s_name LIMIT 100`,
  `SELECT cntrycode, count(*), sum(c_acctbal) FROM (SELECT substring(c_phone FROM 1 FOR 2) AS cntrycode, c_acctbal FROM customer WHERE substring(c_phone FROM 1 FOR 2) IN ('13', '31', '23', '29', '30', '18', '17') AND c_acctbal > (SELECT avg(c_acctbal) FROM customer WHERE c_acctbal > 0.00) AND NOT EXISTS (SELECT 1 FROM orders WHERE o_custkey = c_custkey)) AS custsale GROUP BY cntrycode ORDER BY cntrycode`,
];

export const tpch = (scale) => ({
  name: `TPC-H, scale ${scale}`,
  schema: SCHEMA,
  rows: seed(scale),
  statements: QUERIES.map((sql) => ({ sql, sets: [[]], times: 1 })),
});
