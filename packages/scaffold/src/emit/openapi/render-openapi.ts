import { dump } from 'js-yaml';
import type { ApiModel } from '../../model/api-model.js';
import type { JsonObject } from './json-object.js';
import { openApiDocument } from './openapi-document.js';

/** The model as an OpenAPI document in YAML 1.2 that readers of YAML 1.1 understand alike: `no` and `1.0` are quoted. */
export function renderOpenApi(model: ApiModel): string {
  return renderDocument(openApiDocument(model));
}

export function renderDocument(document: JsonObject, asJson = false): string {
  return asJson ? `${JSON.stringify(document, null, 2)}\n` : dump(document, { lineWidth: 110, noRefs: true });
}
