exports.requireAuth = function requireAuth(req, res, next) {
  if (!req.headers.authorization) return res.status(401).json({ error: 'Unauthorized' });
  return next();
};

exports.requireAdmin = (req, res, next) => (req.user && req.user.admin ? next() : res.sendStatus(403));
