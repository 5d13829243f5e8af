// A client has the same verbs, and no routes.
export class Client {
  constructor(base) {
    this.base = base;
  }

  get(path, ...options) {
    return fetch(this.base + path, ...options);
  }

  post(path, ...options) {
    return fetch(this.base + path, { method: 'POST', ...options[0] });
  }

  delete(path, ...options) {
    return fetch(this.base + path, { method: 'DELETE', ...options[0] });
  }
}

export const users = new Client(process.env.USERS_URL).get('/users', {});
