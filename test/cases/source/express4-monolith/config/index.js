const version = 1;

module.exports = {
  port: process.env.PORT || 3000,
  apiPrefix: '/api/v' + version,
};
