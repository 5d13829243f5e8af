CREATE TABLE prices (net numeric, rate numeric,
  gross numeric GENERATED ALWAYS AS (net * (1 + rate)) VIRTUAL,
  stored numeric GENERATED ALWAYS AS (net + rate + 1) STORED,
  was_virtual numeric GENERATED ALWAYS AS (net - rate) STORED,
  becomes_plain numeric,
  becomes_virtual numeric GENERATED ALWAYS AS (net - 2) VIRTUAL,
  stays_plain numeric,
  fresh integer GENERATED ALWAYS AS (1) VIRTUAL NOT NULL);
CREATE VIEW listed AS SELECT gross, stored FROM prices;
