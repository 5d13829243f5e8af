import type { Request, Response } from 'express';
import { requireUser } from '@core/auth.js';
import { Controller } from '@core/controller.js';
import { validate } from '@core/validate.js';
import { createUserSchema, pageQuery, updateUserSchema, userSchema } from '../schemas/user.js';
import { users } from './users.service.js';

const ID = '/:id';

export class UsersController extends Controller {
  constructor() {
    super('/users');
  }

  protected routes(): void {
    this.route({ method: 'get', path: '/', handler: this.list, middleware: [validate({ query: pageQuery })] });
    this.route({ method: 'post', path: '/', handler: this.create, middleware: [requireUser, validate({ body: createUserSchema })] });
    this.route({ method: 'get', path: ID, handler: this.get });
    this.route({ method: 'patch', path: ID, handler: this.update, middleware: [requireUser, validate({ body: updateUserSchema })] });
    this.route({ method: 'delete', path: ID, handler: this.remove, middleware: [requireUser] });
  }

  /** List users */
  private list = async (_req: Request, res: Response): Promise<void> => {
    res.json({ items: [userSchema.parse(await users.first())], nextCursor: null });
  };

  private create = async (req: Request, res: Response): Promise<void> => {
    res.status(201).json(userSchema.parse(await users.insert(req.body)));
  };

  private get = async (req: Request, res: Response): Promise<void> => {
    const user = await users.find(req.params.id);
    if (!user) {
      res.status(404).json({ error: 'NOT_FOUND' });
      return;
    }
    res.json(userSchema.parse(user));
  };

  private update = async (req: Request, res: Response): Promise<void> => {
    res.json(userSchema.parse(await users.update(req.params.id, req.body)));
  };

  private remove = async (req: Request, res: Response): Promise<void> => {
    await users.remove(req.params.id);
    res.status(204).end();
  };
}
