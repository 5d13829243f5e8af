import { z } from 'zod';

export enum Role {
  Admin = 'admin',
  Member = 'member',
}

export const userSchema = z.object({
  /** The id that everybody knows the user by. */
  id: z.uuid(),
  email: z.email().max(255),
  name: z.string().min(1).max(100),
  role: z.enum(Role).default(Role.Member),
  createdAt: z.iso.datetime(),
});

export const createUserSchema = userSchema.omit({ id: true, createdAt: true });
export const updateUserSchema = createUserSchema.partial();
export const pageQuery = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20), cursor: z.string().optional() });
