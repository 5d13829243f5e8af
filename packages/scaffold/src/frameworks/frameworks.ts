import { express } from './express/framework.js';
import type { Framework } from './framework.js';

const FRAMEWORKS = { express } as const satisfies Readonly<Partial<Record<Framework['name'], Framework>>>;

export type FrameworkName = keyof typeof FRAMEWORKS;

export function frameworkOf(name: FrameworkName): Framework {
  return FRAMEWORKS[name];
}
