/** The frameworks that are written for, in the order in which they are shown. Each is a folder of `frameworks/` and of templates. */
export const FRAMEWORK_NAMES = ['express', 'fastify', 'koa', 'hono'] as const;

export type FrameworkName = (typeof FRAMEWORK_NAMES)[number];
