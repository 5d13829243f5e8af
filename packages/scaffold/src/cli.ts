import { main as runTool } from '@senior-backend/core/cli/run-cli';
import { tool } from './tool.js';

export async function main(): Promise<void> {
  await runTool(tool);
}
