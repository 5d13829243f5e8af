class Endpoint {
  static of(name) {
    return async () => ({ name });
  }
}

const endpoints = {
  search: 'GET /search',
  subscribe: 'POST /newsletter/subscriptions',
  unsubscribe: 'DELETE /newsletter/subscriptions/:token',
};

module.exports = { Endpoint, endpoints };
