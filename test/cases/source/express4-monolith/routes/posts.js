const { Router } = require('express');
const controller = require('../controllers/posts');
const comments = require('./comments');
const validate = require('../middleware/validate');
const { requireAuth } = require('../middleware/auth');

const router = Router();

router
  .route('/')
  .get(controller.list)
  .post(requireAuth, validate(validate.schemas.post), controller.create);

router.get('/:id(\\d+)', controller.get);
router.delete('/:id(\\d+)', requireAuth, controller.remove);
router.use('/:postId/comments', comments);

module.exports = router;
