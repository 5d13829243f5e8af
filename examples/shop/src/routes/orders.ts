import type { PoolClient } from 'pg';
import { isReferred, pool, transaction } from '../database.js';
import { HttpError } from '../middleware/errors.js';
import { type Handler, notImplemented } from '../middleware/handler.js';
import type { NewOrder, Order, OrderItem, OrderSummary } from '../types/api.js';

const ORDER = `id, user_id AS "userId", status, note, total_cents AS "totalCents", placed_at AS "placedAt"`;

type OrderRow = Omit<Order, 'items' | 'placedAt'> & { placedAt: Date };

function toSummary({ id, userId, status, totalCents, placedAt }: OrderRow): OrderSummary {
  return { id, userId, status, totalCents, placedAt: placedAt.toISOString() };
}

/**
 * List the orders of a user
 * GET /users/{userId}/orders
 */
export const listUserOrders: Handler<'listUserOrders'> = async (req, res) => {
  const { userId } = req.params;
  const { limit, offset, status = null } = req.query;
  const { rows } = await pool.query<OrderRow & { total: number }>(
    `SELECT ${ORDER}, count(*) OVER ()::int AS total
     FROM orders
     WHERE user_id = $1 AND ($2::order_status[] IS NULL OR status = ANY ($2))
     ORDER BY placed_at DESC
     LIMIT $3 OFFSET $4`,
    [userId, status, limit, offset],
  );
  if (rows.length === 0) await requireUser(userId);
  res.status(200).json({ items: rows.map(toSummary), total: rows[0]?.total ?? 0 });
};

async function requireUser(id: number): Promise<void> {
  const { rowCount } = await pool.query('SELECT FROM users WHERE id = $1', [id]);
  if (rowCount === 0) throw new HttpError(404, 'NOT_FOUND', 'there is no such user');
}

/**
 * List orders
 * GET /orders
 */
export const listOrders: Handler<'listOrders'> = async (req, res) => {
  const { limit, offset, status = null, placedAfter = null } = req.query;
  const matching = `
    ($1::order_status[] IS NULL OR status = ANY ($1))
    AND ($2::timestamptz IS NULL OR placed_at > $2)`;
  const page = await pool.query<OrderRow>(
    `SELECT ${ORDER} FROM orders WHERE ${matching} ORDER BY id DESC LIMIT $3 OFFSET $4`,
    [status, placedAfter, limit, offset],
  );
  const total = await pool.query<{ total: number }>(`SELECT count(*)::int AS total FROM orders WHERE ${matching}`, [
    status,
    placedAfter,
  ]);
  res.status(200).json({ items: page.rows.map(toSummary), total: total.rows[0]?.total ?? 0 });
};

/**
 * Place an order
 * POST /orders
 */
export const createOrder: Handler<'createOrder'> = async (req, res) => {
  try {
    const id = await transaction((client) => placeOrder(client, req.body));
    res.status(201).json(await readOrder(id));
  } catch (error) {
    if (isReferred(error)) throw new HttpError(409, 'UNKNOWN_USER', 'there is no such user');
    throw error;
  }
};

/** Takes the goods from stock and notes the order at today's prices. Products are locked in one order, so that two orders cannot wait for each other. */
async function placeOrder(client: PoolClient, { userId, note, items }: NewOrder): Promise<number> {
  const wanted = new Map<number, number>();
  for (const { productId, quantity } of items) wanted.set(productId, (wanted.get(productId) ?? 0) + quantity);
  const products = await client.query<{ id: number; priceCents: number; stock: number }>(
    `SELECT id, price_cents AS "priceCents", stock FROM products WHERE id = ANY ($1) ORDER BY id FOR UPDATE`,
    [[...wanted.keys()]],
  );
  if (products.rows.length < wanted.size) throw new HttpError(409, 'UNKNOWN_PRODUCT', 'a product is not on sale');
  if (products.rows.some(({ id, stock }) => stock < (wanted.get(id) ?? 0)))
    throw new HttpError(409, 'SOLD_OUT', 'not enough in stock');
  const total = products.rows.reduce((sum, { id, priceCents }) => sum + priceCents * (wanted.get(id) ?? 0), 0);
  const order = await client.query<{ id: number }>(
    'INSERT INTO orders (user_id, note, total_cents) VALUES ($1, $2, $3) RETURNING id',
    [userId, note ?? null, total],
  );
  const id = order.rows[0]?.id ?? 0;
  const columns = [
    products.rows.map((row) => row.id),
    products.rows.map((row) => wanted.get(row.id)),
    products.rows.map((row) => row.priceCents),
  ];
  await client.query(
    `INSERT INTO order_items (order_id, product_id, quantity, price_cents)
     SELECT $1, * FROM unnest($2::int[], $3::int[], $4::int[])`,
    [id, ...columns],
  );
  await client.query(
    `UPDATE products SET stock = stock - taken.quantity
     FROM unnest($1::int[], $2::int[]) AS taken (id, quantity)
     WHERE products.id = taken.id`,
    columns.slice(0, 2),
  );
  return id;
}

/**
 * Get an order with its items
 * GET /orders/{orderId}
 */
export const getOrder: Handler<'getOrder'> = async (req, res) => {
  res.status(200).json(await readOrder(req.params.orderId));
};

async function readOrder(id: number): Promise<Order> {
  const orders = await pool.query<OrderRow>(`SELECT ${ORDER} FROM orders WHERE id = $1`, [id]);
  const [order] = orders.rows;
  if (!order) throw new HttpError(404, 'NOT_FOUND', 'there is no such order');
  const items = await pool.query<OrderItem>(
    `SELECT product_id AS "productId", name, quantity, i.price_cents AS "priceCents"
     FROM order_items i JOIN products p ON p.id = i.product_id
     WHERE order_id = $1
     ORDER BY product_id`,
    [id],
  );
  return { ...toSummary(order), note: order.note, items: items.rows };
}

/**
 * Move an order to its next status
 * PATCH /orders/{orderId}
 */
export const updateOrderStatus: Handler<'updateOrderStatus'> = async (req, res) => {
  notImplemented(req, res);
};
