// Nothing: what bare Node costs.
