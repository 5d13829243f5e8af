'use strict';

const express = require('express');
const path = require('path');
const helmet = require('helmet');
const config = require('./config');
const { requireAuth, requireAdmin } = require('./middleware/auth');
const posts = require('./routes/posts');

const app = express();

app.set('view engine', 'pug');
app.use(helmet());
app.use(express.json());
app.use('/assets', express.static(path.join(__dirname, 'public')));

app.get('/health', (req, res) => res.json({ status: 'ok', uptime: process.uptime() }));
app.use(`${config.apiPrefix}/posts`, posts);
app.use(config.apiPrefix + '/users', require('./routes/users'));
app.use([config.apiPrefix + '/tags', '/tags'], require('./routes/tags'));
app.use('/admin', requireAuth, requireAdmin, require('./routes/admin'));

require('./routes/legacy')(app, '/v0');

app.get(['/about', '/about-us'], function about(req, res) {
  res.render('about');
});

app.use((req, res) => {
  res.status(404).json({ error: 'Not found' });
});

app.use((err, req, res, next) => {
  res.status(err.status || 500).json({ error: err.message });
});

module.exports = app;
