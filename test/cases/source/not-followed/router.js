// A router of the application's own: its verbs take a name, a path, and what runs.
export default class Router {
  #routes = [];

  #add(method, name, path, middleware) {
    this.#routes.push({ method, name, path, middleware });
    return this;
  }

  get(name, path, ...middleware) {
    return this.#add('GET', name, path, middleware);
  }

  post(name, path, ...middleware) {
    return this.#add('POST', name, path, middleware);
  }

  delete(name, path, ...middleware) {
    return this.#add('DELETE', name, path, middleware);
  }

  routes() {
    return async (ctx, next) => {
      const route = this.#routes.find(({ method, path }) => method === ctx.method && path === ctx.path);
      await (route ? route.middleware[0](ctx, next) : next());
    };
  }
}
