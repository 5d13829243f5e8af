// Where the command starts; bundled with all that it needs (build/bundle.js).
import { main } from '@senior-backend/core/cli/run-cli';
import { tool } from './tool.js';

void main(tool);
