"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.start = void 0;
const express_1 = __importDefault(require("express"));
const routes_1 = require("./routes");
const status_1 = __importDefault(require("./status"));
async function createLater() {
    const later = (0, express_1.Router)();
    later.get('{/:size}/index.json', (req, res) => res.json({}));
    return later;
}
/** Nobody calls it here: whoever installs the package does. */
function start(options) {
    const settings = Object.assign({ legacy: false }, options);
    const app = (0, express_1.default)();
    app.use(`${options.base || ''}/v1`, (0, routes_1.documents)(settings));
    createLater().then((later) => app.use('/later', later));
    if (settings.legacy)
        app.get('/old', (req, res) => res.json({}));
    (0, status_1.default)(app);
    app.all('*', (req, res) => res.sendStatus(404));
    return app.listen(options.port);
}
exports.start = start;
