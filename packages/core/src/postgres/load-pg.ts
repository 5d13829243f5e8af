// node-postgres asks whether it runs at Cloudflare: by the name of its runtime where there is one, else by making a web
// Response, for which Node loads its whole HTTP client (20 ms). Node 21 and later have the name.
import './name-runtime.js';
import loaded from 'pg';
import { forgetRuntime } from './name-runtime.js';

forgetRuntime();

export const pg = loaded;
