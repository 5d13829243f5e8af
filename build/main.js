// What a build does after the compiler.
import { bundleCommands } from './bundle.js';
import { readTemplates } from './read-templates.js';

readTemplates();
await bundleCommands();
