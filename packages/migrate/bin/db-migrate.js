#!/usr/bin/env node
require('../dist/bundle/start.js').load('./main.js');
