"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.documents = void 0;
var documents_1 = require("./documents");
Object.defineProperty(exports, "documents", { enumerable: true, get: function () { return documents_1.documents; } });
