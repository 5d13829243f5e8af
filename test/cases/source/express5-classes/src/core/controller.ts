import { type RequestHandler, Router } from 'express';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface RouteDefinition {
  method: Method;
  path: string;
  handler: RequestHandler;
  middleware?: RequestHandler[];
}

export abstract class Controller {
  readonly router = Router();

  protected constructor(private readonly basePath: string) {
    this.routes();
  }

  protected abstract routes(): void;

  protected route({ method, path, handler, middleware = [] }: RouteDefinition): void {
    this.router[method](`${this.basePath}${path}`, ...middleware, handler);
  }
}
