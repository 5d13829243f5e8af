import { pool } from '../database.js';
import { HttpError } from '../middleware/errors.js';
import type { Handler } from '../middleware/handler.js';
import type { User } from '../types/api.js';

const USER = `id, email, name, created_at AS "createdAt"`;

type UserRow = Omit<User, 'createdAt'> & { createdAt: Date };

function toUser(row: UserRow): User {
  return { ...row, createdAt: row.createdAt.toISOString() };
}

/**
 * List users
 * Newest first, a page at a time.
 * GET /users
 */
export const listUsers: Handler<'listUsers'> = async (req, res) => {
  const { limit, offset, email = null } = req.query;
  const page = await pool.query<UserRow>(
    `SELECT ${USER} FROM users WHERE $1::text IS NULL OR email = $1 ORDER BY id DESC LIMIT $2 OFFSET $3`,
    [email, limit, offset],
  );
  const total = await pool.query<{ total: number }>(
    'SELECT count(*)::int AS total FROM users WHERE $1::text IS NULL OR email = $1',
    [email],
  );
  res.status(200).json({ items: page.rows.map(toUser), total: total.rows[0]?.total ?? 0 });
};

/**
 * Create a user
 * POST /users
 */
export const createUser: Handler<'createUser'> = async (req, res) => {
  const { email, name } = req.body;
  const { rows } = await pool.query<UserRow>(
    `INSERT INTO users (email, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING ${USER}`,
    [email, name],
  );
  const [row] = rows;
  if (!row) throw new HttpError(409, 'EMAIL_TAKEN', 'another user has this address');
  res.status(201).location(`/users/${row.id}`).json(toUser(row));
};

/**
 * Get a user
 * GET /users/{userId}
 */
export const getUser: Handler<'getUser'> = async (req, res) => {
  const { rows } = await pool.query<UserRow>(`SELECT ${USER} FROM users WHERE id = $1`, [req.params.userId]);
  const [row] = rows;
  if (!row) throw new HttpError(404, 'NOT_FOUND', 'there is no such user');
  res.status(200).json(toUser(row));
};
