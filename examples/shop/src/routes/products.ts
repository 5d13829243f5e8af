import { isReferred, pool } from '../database.js';
import { HttpError } from '../middleware/errors.js';
import type { Handler } from '../middleware/handler.js';
import type { Product } from '../types/api.js';

const PRODUCT = `id, sku, name, description, category, price_cents AS "priceCents", stock`;
const ORDER_BY = { name: 'name, id', price: 'price_cents, id', newest: 'id DESC' } as const;

/**
 * List products
 * GET /products
 */
export const listProducts: Handler<'listProducts'> = async (req, res) => {
  const { limit, offset, category = null, minPriceCents = null, maxPriceCents = null, sort } = req.query;
  const matching = `
    ($1::category IS NULL OR category = $1)
    AND ($2::int IS NULL OR price_cents >= $2)
    AND ($3::int IS NULL OR price_cents <= $3)`;
  const filters = [category, minPriceCents, maxPriceCents];
  const page = await pool.query<Product>(
    `SELECT ${PRODUCT} FROM products WHERE ${matching} ORDER BY ${ORDER_BY[sort]} LIMIT $4 OFFSET $5`,
    [...filters, limit, offset],
  );
  const total = await pool.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM products WHERE ${matching}`,
    filters,
  );
  res.status(200).json({ items: page.rows, total: total.rows[0]?.total ?? 0 });
};

/**
 * Add a product
 * POST /products
 */
export const createProduct: Handler<'createProduct'> = async (req, res) => {
  const { sku, name, description = null, category, priceCents, stock = 0 } = req.body;
  const { rows } = await pool.query<Product>(
    `INSERT INTO products (sku, name, description, category, price_cents, stock) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT DO NOTHING RETURNING ${PRODUCT}`,
    [sku, name, description, category, priceCents, stock],
  );
  const [product] = rows;
  if (!product) throw new HttpError(409, 'SKU_TAKEN', 'another product has this number');
  res.status(201).json(product);
};

/**
 * Get a product
 * GET /products/{productId}
 */
export const getProduct: Handler<'getProduct'> = async (req, res) => {
  const { rows } = await pool.query<Product>(`SELECT ${PRODUCT} FROM products WHERE id = $1`, [req.params.productId]);
  res.status(200).json(found(rows));
};

/**
 * Change a product
 * PATCH /products/{productId}
 */
export const updateProduct: Handler<'updateProduct'> = async (req, res) => {
  const { name = null, description, category = null, priceCents = null, stock = null } = req.body;
  const { rows } = await pool.query<Product>(
    `UPDATE products
     SET name = COALESCE($2, name),
         description = CASE WHEN $3 THEN $4 ELSE description END,
         category = COALESCE($5, category),
         price_cents = COALESCE($6, price_cents),
         stock = COALESCE($7, stock)
     WHERE id = $1
     RETURNING ${PRODUCT}`,
    [req.params.productId, name, description !== undefined, description ?? null, category, priceCents, stock],
  );
  res.status(200).json(found(rows));
};

/**
 * Remove a product
 * DELETE /products/{productId}
 */
export const deleteProduct: Handler<'deleteProduct'> = async (req, res) => {
  try {
    const { rows } = await pool.query<Product>(`DELETE FROM products WHERE id = $1 RETURNING ${PRODUCT}`, [
      req.params.productId,
    ]);
    found(rows);
    res.sendStatus(204);
  } catch (error) {
    if (isReferred(error)) throw new HttpError(409, 'PRODUCT_WAS_ORDERED', 'a product that was ordered stays');
    throw error;
  }
};

function found([product]: readonly Product[]): Product {
  if (!product) throw new HttpError(404, 'NOT_FOUND', 'there is no such product');
  return product;
}
