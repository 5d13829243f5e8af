const wrapAsync = (fn) => (req, res, next) => Promise.resolve(fn(req, res)).then((value) => res.json(value)).catch(next);
const authenticate = (req, res, next) => next();

function createApi(router, { base }) {
  const register = (method) => (path, options, handler) => {
    const stack = options.auth ? [authenticate] : [];
    router[method](base + path, ...stack, wrapAsync(handler));
  };
  const methods = ['get', 'post', 'put', 'patch', 'delete'].map((method) => [method, register(method)]);
  return {
    ...Object.fromEntries(methods),
    group(prefix, define) {
      define(createApi(router, { base: `${base}${prefix}` }));
    },
  };
}

module.exports = { createApi };
