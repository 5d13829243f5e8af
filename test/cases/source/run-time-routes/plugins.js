export function loadPlugins() {
  return globalThis.plugins.router;
}
