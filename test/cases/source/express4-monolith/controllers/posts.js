const db = require('../db');

exports.list = async (req, res, next) => {
  try {
    const page = Number(req.query.page || 1);
    const rows = await db.posts.find({ page, author: req.query.author });
    res.json({ items: rows, page });
  } catch (err) {
    next(err);
  }
};

exports.get = async (req, res) => {
  const post = await db.posts.byId(req.params.id);
  if (!post) return res.status(404).json({ error: 'No such post' });
  return res.json(post);
};

exports.create = async (req, res) => {
  const post = await db.posts.insert(req.body);
  res.status(201).location(`/posts/${post.id}`).json(post);
};

exports.remove = async (req, res) => {
  await db.posts.remove(req.params.id);
  res.sendStatus(204);
};
