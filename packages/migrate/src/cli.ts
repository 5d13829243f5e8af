import { main as runTool } from '@senior-backend/core/cli/run-cli';
import { tool } from './tool.js';

export const main = (): Promise<void> => runTool(tool);
