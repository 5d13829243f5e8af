import type { RequestHandler } from 'express';

export const requireUser: RequestHandler = (req, res, next) => {
  if (req.headers.authorization === undefined) res.status(401).json({ error: 'UNAUTHORIZED' });
  else next();
};
