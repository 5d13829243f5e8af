import express, { type Express } from 'express';
import type { Controller } from '@core/controller.js';
import { OrdersController } from './orders/orders.controller.js';
import { UsersController } from './users/users.controller.js';

interface AppOptions {
  readonly prefix: string;
}

export class App {
  private readonly server: Express = express();

  constructor(private readonly options: AppOptions) {
    this.server.use(express.json());
    this.registerControllers([new UsersController(), new OrdersController()]);
    this.server.get('/livez', (_req, res) => {
      res.sendStatus(200);
    });
  }

  private registerControllers(controllers: Controller[]): void {
    controllers.forEach((controller) => {
      this.server.use(this.options.prefix, controller.router);
    });
  }

  listen(port: number): void {
    this.server.listen(port);
  }
}
