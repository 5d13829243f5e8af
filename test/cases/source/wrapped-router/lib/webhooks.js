const { Router } = require('express');

module.exports = ({ providers }) => {
  const router = Router();
  providers.map((provider) => router.post(`/${provider}`, (req, res) => res.status(202).end()));
  return router;
};
