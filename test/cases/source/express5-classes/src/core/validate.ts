import type { RequestHandler } from 'express';
import type { ZodType } from 'zod';

interface Schemas {
  body?: ZodType;
  query?: ZodType;
  params?: ZodType;
}

export const validate =
  ({ body, query, params }: Schemas): RequestHandler =>
  (req, res, next) => {
    for (const result of [body?.safeParse(req.body), query?.safeParse(req.query), params?.safeParse(req.params)]) {
      if (result && !result.success) {
        res.status(400).json({ error: 'VALIDATION_ERROR' });
        return;
      }
    }
    next();
  };
