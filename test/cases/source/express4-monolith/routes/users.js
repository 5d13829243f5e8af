const express = require('express');
const router = express.Router();
const { requireAuth } = require('../middleware/auth');

const handlers = {
  me: (req, res) => res.json({ id: req.user.id }),
  update: (req, res) => res.json({ ok: true }),
};

router.get('/me', requireAuth, handlers.me);
router.patch('/me', requireAuth, handlers.update);

for (const provider of ['github', 'google']) {
  router.get('/auth/' + provider, (req, res) => res.redirect(`https://${provider}.example`));
  router.get(`/auth/${provider}/callback`, (req, res) => res.redirect('/'));
}

module.exports = router;
