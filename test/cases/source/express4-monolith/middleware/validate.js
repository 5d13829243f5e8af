const Joi = require('joi');

module.exports = (schema, property = 'body') => (req, res, next) => {
  const { error, value } = schema.validate(req[property], { abortEarly: false });
  if (error) return res.status(422).json({ error: 'Validation failed', details: error.details });
  req[property] = value;
  return next();
};

module.exports.schemas = {
  post: Joi.object({
    title: Joi.string().min(3).max(120).required(),
    body: Joi.string().required(),
    tags: Joi.array().items(Joi.string()).max(10),
    status: Joi.string().valid('draft', 'published').default('draft'),
  }),
};
