const express = require('express');
const fs = require('fs');
const path = require('path');

const router = express.Router();

fs.readdirSync(__dirname)
  .filter((file) => file !== 'index.js' && file.endsWith('.js'))
  .forEach((file) => {
    const name = path.basename(file, '.js');
    router.use('/' + name, require(path.join(__dirname, file)));
  });

module.exports = router;
