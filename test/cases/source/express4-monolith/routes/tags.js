const express = require('express');

const router = (module.exports = express.Router());

router.get('/', (req, res) => res.json(['news', 'tech']));
router.get('/:tag?/posts', (req, res) => res.json([]));
