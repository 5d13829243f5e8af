// Joins in the manner of the Join Order Benchmark (Leis and others, "How Good Are Query Optimizers, Really?", VLDB 2015):
// a catalogue of films with skewed link tables, and queries that join four to eight of them by keys without indexes.

const SCHEMA = `
CREATE TABLE kind_type (id int PRIMARY KEY, kind text NOT NULL);
CREATE TABLE info_type (id int PRIMARY KEY, info text NOT NULL);
CREATE TABLE company_type (id int PRIMARY KEY, kind text NOT NULL);
CREATE TABLE role_type (id int PRIMARY KEY, role text NOT NULL);
CREATE TABLE keyword (id int PRIMARY KEY, keyword text NOT NULL);
CREATE TABLE company_name (id int PRIMARY KEY, name text NOT NULL, country_code text);
CREATE TABLE name (id int PRIMARY KEY, name text NOT NULL, gender text);
CREATE TABLE title (id int PRIMARY KEY, title text NOT NULL, kind_id int NOT NULL, production_year int);
CREATE TABLE movie_companies (id int PRIMARY KEY, movie_id int NOT NULL, company_id int NOT NULL, company_type_id int NOT NULL, note text);
CREATE TABLE movie_info (id int PRIMARY KEY, movie_id int NOT NULL, info_type_id int NOT NULL, info text NOT NULL);
CREATE TABLE movie_keyword (id int PRIMARY KEY, movie_id int NOT NULL, keyword_id int NOT NULL);
CREATE TABLE cast_info (id int PRIMARY KEY, person_id int NOT NULL, movie_id int NOT NULL, role_id int NOT NULL, note text)`;

const ROWS = `
SELECT setseed(0.7);
INSERT INTO kind_type SELECT n, 'kind ' || n FROM generate_series(1, 7) n;
INSERT INTO info_type SELECT n, 'info ' || n FROM generate_series(1, 110) n;
INSERT INTO company_type SELECT n, 'company type ' || n FROM generate_series(1, 4) n;
INSERT INTO role_type SELECT n, 'role ' || n FROM generate_series(1, 12) n;
INSERT INTO keyword SELECT n, 'keyword-' || n FROM generate_series(1, 8000) n;
INSERT INTO company_name SELECT n, 'Company ' || n, (ARRAY['[us]','[de]','[gb]','[fr]','[jp]'])[1 + (random() ^ 2 * 4.99)::int % 5] FROM generate_series(1, 12000) n;
INSERT INTO name SELECT n, chr(65 + n % 26) || ' Person ' || n, (ARRAY['m','f'])[1 + n % 2] FROM generate_series(1, 60000) n;
INSERT INTO title SELECT n, 'Title ' || n, 1 + (random() ^ 3 * 6.99)::int, 1900 + (random() ^ 0.4 * 119)::int FROM generate_series(1, 60000) n;
INSERT INTO movie_companies SELECT n, 1 + (random() ^ 2 * 59999)::int, 1 + (random() ^ 2 * 11999)::int, 1 + n % 2, CASE WHEN n % 9 = 0 THEN '(co-production)' ELSE '(presents)' END FROM generate_series(1, 120000) n;
INSERT INTO movie_info SELECT n, 1 + (random() ^ 2 * 59999)::int, 1 + (random() ^ 2 * 109)::int, 'info ' || n % 400 FROM generate_series(1, 300000) n;
INSERT INTO movie_keyword SELECT n, 1 + (random() ^ 2 * 59999)::int, 1 + (random() ^ 3 * 7999)::int FROM generate_series(1, 200000) n;
INSERT INTO cast_info SELECT n, 1 + (random() ^ 2 * 59999)::int, 1 + (random() ^ 2 * 59999)::int, 1 + n % 12, CASE WHEN n % 20 = 0 THEN '(voice)' END FROM generate_series(1, 400000) n`;

const QUERIES = [
  `SELECT min(t.title) FROM company_type ct, movie_companies mc, title t WHERE ct.kind = 'company type 1' AND mc.note LIKE '%co-production%' AND ct.id = mc.company_type_id AND t.id = mc.movie_id AND t.production_year > 2010`,
  `SELECT min(t.title) FROM company_name cn, keyword k, movie_companies mc, movie_keyword mk, title t WHERE cn.country_code = '[de]' AND k.keyword = 'keyword-42' AND cn.id = mc.company_id AND mc.movie_id = t.id AND t.id = mk.movie_id AND mk.keyword_id = k.id AND mc.movie_id = mk.movie_id`,
  `SELECT min(t.title) FROM keyword k, movie_info mi, movie_keyword mk, title t WHERE k.keyword LIKE 'keyword-12%' AND mi.info IN ('info 3', 'info 7') AND t.production_year > 2005 AND t.id = mi.movie_id AND t.id = mk.movie_id AND mk.movie_id = mi.movie_id AND k.id = mk.keyword_id`,
  `SELECT min(n.name), min(t.title) FROM cast_info ci, keyword k, movie_keyword mk, name n, title t WHERE k.keyword = 'keyword-7' AND n.name LIKE 'D %' AND t.production_year > 2010 AND k.id = mk.keyword_id AND t.id = mk.movie_id AND t.id = ci.movie_id AND ci.movie_id = mk.movie_id AND n.id = ci.person_id`,
  `SELECT min(t.title) FROM info_type it, movie_info mi, title t, kind_type kt WHERE it.info = 'info 101' AND kt.kind = 'kind 2' AND mi.info_type_id = it.id AND mi.movie_id = t.id AND t.kind_id = kt.id AND t.production_year BETWEEN 2000 AND 2010`,
  `SELECT min(n.name) FROM cast_info ci, company_name cn, movie_companies mc, name n, role_type rt, title t WHERE ci.note = '(voice)' AND cn.country_code = '[jp]' AND rt.role = 'role 4' AND n.gender = 'f' AND ci.movie_id = mc.movie_id AND n.id = ci.person_id AND t.id = ci.movie_id AND rt.id = ci.role_id AND cn.id = mc.company_id AND t.production_year > 2015`,
  `SELECT count(*) FROM movie_keyword mk, keyword k WHERE mk.keyword_id = k.id AND k.keyword = 'keyword-1000'`,
  `SELECT min(t.title), min(cn.name) FROM company_name cn, movie_companies mc, movie_info mi, title t, info_type it WHERE cn.name = 'Company 77' AND cn.id = mc.company_id AND mc.movie_id = t.id AND mi.movie_id = t.id AND it.id = mi.info_type_id AND it.info = 'info 5'`,
  `SELECT t.title FROM title t, cast_info ci, name n WHERE n.name = 'B Person 1001' AND ci.person_id = n.id AND t.id = ci.movie_id ORDER BY t.production_year DESC`,
  `SELECT count(*) FROM title t WHERE t.production_year = 1950 AND EXISTS (SELECT 1 FROM movie_info mi WHERE mi.movie_id = t.id AND mi.info_type_id = 3)`,
];

export const joins = {
  name: 'joins in the manner of JOB',
  schema: SCHEMA,
  rows: ROWS,
  statements: QUERIES.map((sql) => ({ sql, sets: [[]], times: 2 })),
};
