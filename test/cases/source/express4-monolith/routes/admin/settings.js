const router = require('express').Router();

router.all('/', (req, res, next) => next());
router.get('/', (req, res) => res.json({}));
router.put('/', (req, res) => res.json({}));

module.exports = router;
