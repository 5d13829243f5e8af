// What a proxy answers to CONNECT (RFC 9110, 9.3.6): a tunnel where the status is 2xx.
import { ResponseParser } from '../../wire/response-parser.js';

export class TunnelReply {
  /** Why there is no tunnel; undefined where there is one. */
  problem: string | undefined;
  /** What came behind the answer, out of the tunnel. */
  surplus: Buffer | undefined;
  private readonly parser = new ResponseParser();

  constructor() {
    this.parser.begin(true); // a 2xx has no content, whatever its fields say; that of a refusal is not read
  }

  /** True once the answer is complete. */
  read(bytes: Buffer): boolean {
    const { parser } = this;
    const end = parser.read(bytes, 0, bytes.length);
    if (parser.problem !== undefined) {
      this.problem = `the proxy did not answer in HTTP (${parser.problem})`;
      return true;
    }
    if (!parser.done) return false;
    const granted = parser.status >= 200 && parser.status < 300;
    if (!granted) this.problem = `the proxy answered ${parser.status}`;
    else if (end < bytes.length) this.surplus = bytes.subarray(end);
    return true;
  }
}
