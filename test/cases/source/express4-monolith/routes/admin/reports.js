const router = require('express').Router();

router.get('/', (req, res) => res.json([]));
router.get('/:year/:month', (req, res) => res.json({}));

module.exports = router;
