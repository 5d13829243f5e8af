#!/usr/bin/env node
// For who calls the command by its path; what npm installs is the .cjs beside it, which begins sooner.
import './api-scaffold.cjs';
