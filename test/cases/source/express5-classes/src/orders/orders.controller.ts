import type { Request, Response } from 'express';
import { Controller, type RouteDefinition } from '@core/controller.js';

interface OrderItem {
  productId: string;
  quantity: number;
}

export interface Order {
  id: string;
  status: 'open' | 'paid' | 'shipped';
  items: OrderItem[];
  note?: string | null;
  placedAt: Date;
}

type NewOrder = { items: OrderItem[]; note?: string };

export class OrdersController extends Controller {
  constructor() {
    super('/orders');
  }

  protected routes(): void {
    const definitions: RouteDefinition[] = [
      { method: 'get', path: '', handler: this.list },
      { method: 'post', path: '', handler: this.create },
      { method: 'get', path: '/:orderId{/:part}', handler: this.get },
      { method: 'put', path: '/:orderId/status', handler: this.setStatus },
    ];
    for (const definition of definitions) this.route(definition);
  }

  private list(_req: Request<object, Order[], never, { status?: string }>, res: Response<Order[]>): void {
    res.json(load());
  }

  private create(req: Request<object, Order, NewOrder>, res: Response<Order>): void {
    res.status(201).json(store(req.body));
  }

  private get(req: Request, res: Response): void {
    res.json({ id: req.params.orderId });
  }

  private setStatus(_req: Request, res: Response): void {
    res.status(202).json({ accepted: true });
  }
}

declare function load(): Order[];
declare function store(order: NewOrder): Order;
