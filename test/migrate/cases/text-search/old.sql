CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = pg_catalog.simple, stopwords = 'english');
CREATE TEXT SEARCH CONFIGURATION docs (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION docs ADD MAPPING FOR asciiword, word WITH plain;
