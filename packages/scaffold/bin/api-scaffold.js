#!/usr/bin/env node
import { main } from '@senior-backend/core/cli/run-cli';
import { tool } from '../dist/tool.js';

await main(tool);
