module.exports = function legacy(app, prefix) {
  app.get(prefix + '/feed.rss', (req, res) => res.type('application/rss+xml').send('<rss/>'));
  app.get(process.env.LEGACY_PATH, (req, res) => res.end());
};
