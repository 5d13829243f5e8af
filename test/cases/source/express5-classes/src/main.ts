import { App } from './app.js';

const app = new App({ prefix: '/api' });
app.listen(3000);
