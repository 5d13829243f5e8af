// The tests that start a command start what the sources say now.
import { bundleCommands } from '../../build/bundle.js';

export const setup = bundleCommands;
