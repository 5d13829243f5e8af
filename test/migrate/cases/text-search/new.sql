CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = pg_catalog.simple, stopwords = 'russian');
CREATE TEXT SEARCH CONFIGURATION docs (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION docs ADD MAPPING FOR asciiword, email WITH plain, english_stem;
COMMENT ON TEXT SEARCH CONFIGURATION docs IS 'ours';
CREATE TABLE page (body text);
CREATE INDEX page_body ON page USING gin (to_tsvector('public.docs', body));
