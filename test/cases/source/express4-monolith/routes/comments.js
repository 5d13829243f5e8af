const express = require('express');
const router = express.Router({ mergeParams: true });

router.get('/', (req, res) => res.json([]));
router.post('/', (req, res) => {
  const { text, author } = req.body;
  res.status(201).json({ text, author, postId: req.params.postId });
});
router.delete('/:commentId', (req, res) => res.status(204).end());

module.exports = router;
