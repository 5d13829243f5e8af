"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.default = (app) => {
    app.get('/status', (req, res) => res.json({ ok: true }));
};
