// The cookies of one user towards one server (RFC 6265, as much of it as a single origin needs).
import { type AnswerText, fieldsOf } from './answer.js';

interface Cookie {
  readonly value: string;
  readonly path: string;
}

const MOST_COOKIES = 100;
const LONGEST_COOKIE = 4_096;

export class CookieJar {
  private readonly cookies = new Map<string, Cookie>();

  get isEmpty(): boolean {
    return this.cookies.size === 0;
  }

  clear(): void {
    this.cookies.clear();
  }

  /** Takes what the answer to a request for `path` sets or deletes. */
  take({ headText }: AnswerText, path: string, nowMs: number): void {
    for (const line of fieldsOf(headText, 'set-cookie')) {
      if (line.length <= LONGEST_COOKIE) this.set(line, path, nowMs);
    }
  }

  /** The value of the Cookie field for a request; undefined where there is none. */
  header(path: string): string | undefined {
    const wanted = path.replace(/[?#].*$/, '');
    const sent = [...this.cookies].filter(([, cookie]) => covers(cookie.path, wanted));
    return sent.length === 0 ? undefined : sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
  }

  private set(line: string, path: string, nowMs: number): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const equals = pair.indexOf('=');
    if (equals < 1) return;
    const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
    const attribute = (wanted: string): string | undefined =>
      attributes.map((text) => text.split('=')).find(([key = '']) => key.toLowerCase() === wanted)?.[1];
    const maxAge = attribute('max-age');
    const expires = attribute('expires');
    const gone = maxAge === undefined ? expires !== undefined && Date.parse(expires) <= nowMs : Number(maxAge) <= 0;
    if (gone) this.cookies.delete(name);
    else if (this.cookies.size < MOST_COOKIES || this.cookies.has(name)) {
      const given = attribute('path');
      this.cookies.set(name, { value, path: given?.startsWith('/') ? given : folderOf(path) });
    }
  }
}

/** RFC 6265, 5.1.4. */
function folderOf(path: string): string {
  const end = path.replace(/[?#].*$/, '').lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

function covers(cookiePath: string, path: string): boolean {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/');
}
