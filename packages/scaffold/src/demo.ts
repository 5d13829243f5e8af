// The stage of `api-scaffold --demo`: a bundled document, and a dry run over it.
import { createRequire } from 'node:module';
import type { DemoStage } from '@senior-backend/core/tool/tool';

export async function demoStage(): Promise<DemoStage> {
  const document = createRequire(import.meta.url).resolve('@senior-backend/templates/demo/openapi.yaml');
  return { argv: [document, '--dry-run'], close: async () => undefined };
}
