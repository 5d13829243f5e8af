import { getSystemErrorName } from 'node:util';

/** As Node has it, of an error number. */
export function systemError(number: number): NodeJS.ErrnoException {
  const code = getSystemErrorName(-number);
  return Object.assign(new Error(code), { code, errno: -number });
}
