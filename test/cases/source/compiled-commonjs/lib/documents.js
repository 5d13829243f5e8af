"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.documents = void 0;
const express_1 = require("express");
function only(methods) {
    return (req, res, next) => {
        if (methods.indexOf(req.method) === -1)
            return res.status(405).json({ error: 'method_not_allowed' });
        next();
    };
}
function documents() {
    const router = (0, express_1.Router)();
    router.all('/documents', (req, res, next) => {
        if (req.method !== 'GET' && req.method !== 'POST')
            return next();
        res.json([]);
    });
    router.all('/documents/:id', only(['GET', 'DELETE']), (req, res) => res.json({}));
    router.get('/documents/user::name', (req, res) => res.json({}));
    router.post('/documents/:id/push/?*', (req, res) => res.json({}));
    router.get('/documents/:id.:format?', (req, res) => res.json({}));
    router.get('/documents/:id/parts/?', (req, res) => res.json([]));
    router.all('/documents/:id/parts', (req, res) => res.sendStatus(405));
    return router;
}
exports.documents = documents;
