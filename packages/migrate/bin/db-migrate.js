#!/usr/bin/env node
import { load } from '../dist/bundle/start.js';

load('./main.js');
