CREATE TABLE prices (net numeric, rate numeric,
  gross numeric GENERATED ALWAYS AS (net * rate) VIRTUAL,
  stored numeric GENERATED ALWAYS AS (net + rate) STORED,
  was_virtual numeric GENERATED ALWAYS AS (net - rate) VIRTUAL,
  becomes_plain numeric GENERATED ALWAYS AS (net - 1) VIRTUAL,
  becomes_virtual numeric GENERATED ALWAYS AS (net - 2) STORED,
  stays_plain numeric GENERATED ALWAYS AS (net - 3) STORED);
CREATE VIEW listed AS SELECT gross, stored FROM prices;
