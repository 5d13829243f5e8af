// A request whose shape is known and whose values are not: everything that does not change is serialised once.
import type { Target } from '../model/plan.js';
import type { CompiledStep } from './compiled-step.js';
import { digitsOf, type MadeValue, writeNumber } from './made-values.js';
import { serialiseRequest } from './request.js';
import { type Template, type TemplateValues, writeBytes } from './template.js';

/** Stands in the serialised text where a value goes; no path, header or number can hold it. */
const MARK = '\u0001';
const LENGTH_OF_MARK = '\r\nContent-Length: 1\r\n';

/** Of the length of a content. */
const MOST_DIGITS = 16;

/** Requests are written one behind the other; who holds one of them holds the slab that it lies in. */
const SLAB_BYTES = 64 * 1024;
let slab = new Uint8Array(0);
let free = 0;

/** Texts are of bytes: each character is one (Latin-1). */
export class RequestSkeleton {
  /** Of request line and fields; one more than there are templates. */
  private readonly texts: readonly string[];
  private readonly templates: readonly Template[];
  /** Undefined where the content is the same each time, and part of the last text. */
  private readonly body: Template | undefined;
  /** Between the length of the content and the content. */
  private readonly afterLength: string = '';
  /** The texts as bytes, where every value can be written as bytes. */
  private readonly pieces: readonly Uint8Array[];
  private readonly afterLengthBytes: Uint8Array;
  /** Of the longest request in bytes; undefined where a value is looked up. */
  private readonly width: number | undefined;
  /** Of the content before: as a rule the next one has as many. */
  private lengthDigits = 1;

  constructor(
    private readonly compiled: CompiledStep,
    private readonly target: Target,
    keepAlive: boolean,
  ) {
    const { step, path, headers, body } = compiled;
    const changing = headers.filter(([, value]) => value.constant === undefined).map(([, value]) => value);
    // In the order in which they stand on the wire: the path comes first.
    this.templates = [...(path && path.constant === undefined ? [path] : []), ...changing];
    this.body = 'names' in body && body.constant === undefined ? body : undefined;
    const content = this.body ? Buffer.from(MARK) : 'names' in body ? Buffer.from(body.constant ?? '') : body;
    const text = serialiseRequest(target, {
      method: step.method,
      path: path === undefined ? target.path : (path.constant ?? MARK),
      headers: headers.map(([name, value]) => [name, value.constant ?? MARK] as const),
      body: content,
      keepAlive,
    }).toString('latin1');
    if (this.body) {
      const [before = '', after = ''] = text.slice(0, -MARK.length).split(LENGTH_OF_MARK);
      this.texts = `${before}\r\nContent-Length: `.split(MARK);
      this.afterLength = `\r\n${after}`;
    } else {
      this.texts = text.split(MARK);
    }
    this.pieces = this.texts.map((part) => Buffer.from(part, 'latin1'));
    this.afterLengthBytes = Buffer.from(this.afterLength, 'latin1');
    this.width = this.widestRequest();
  }

  /** The path is what was asked for by `readsPath`, and empty otherwise. */
  render(values: TemplateValues): { readonly bytes: Uint8Array; readonly path: string } {
    const { width } = this;
    return width === undefined ? this.concatenate(values) : { bytes: this.write(values, width), path: '' };
  }

  private widestRequest(): number | undefined {
    const { compiled, templates, body, pieces, afterLengthBytes } = this;
    const changing = [...templates, ...(body ? [body] : [])].map(({ bytes }) => bytes?.width);
    if (compiled.readsPath || changing.includes(undefined)) return undefined;
    const fixed = [...pieces, afterLengthBytes].reduce((sum, { length }) => sum + length, 0);
    return changing.reduce<number>((sum, one) => sum + (one ?? 0), fixed + 2 * MOST_DIGITS);
  }

  private write(values: TemplateValues, width: number): Uint8Array {
    if (free + width > slab.length) {
      slab = new Uint8Array(Math.max(SLAB_BYTES, width));
      free = 0;
    }
    const from = free;
    let at = writeBytes(this.pieces[0], slab, from);
    for (let index = 0; index < this.templates.length; index += 1) {
      at = this.templates[index]?.bytes?.write(values, slab, at) ?? at;
      at = writeBytes(this.pieces[index + 1], slab, at);
    }
    free = this.body?.bytes ? this.writeContent(this.body.bytes, values, at) : at;
    return new Uint8Array(slab.buffer, from, free - from); // `subarray` asks what kind of array to make, and takes longer
  }

  /** The length stands before the content, and is known after it. */
  private writeContent(content: MadeValue, values: TemplateValues, at: number): number {
    const { afterLengthBytes } = this;
    const begin = at + this.lengthDigits + afterLengthBytes.length;
    const end = content.write(values, slab, begin);
    const length = end - begin;
    const digits = digitsOf(length);
    const shift = digits - this.lengthDigits;
    if (shift !== 0) slab.copyWithin(begin + shift, begin, end);
    this.lengthDigits = digits;
    writeBytes(afterLengthBytes, slab, writeNumber(length, slab, at));
    return end + shift;
  }

  private concatenate(values: TemplateValues): { readonly bytes: Uint8Array; readonly path: string } {
    const { texts, templates, body } = this;
    let request = texts[0] ?? '';
    let path = this.compiled.path?.constant ?? this.target.path;
    for (let index = 0; index < templates.length; index += 1) {
      const value = templates[index]?.render(values) ?? '';
      if (index === 0 && templates[0] === this.compiled.path) path = value;
      request += value + (texts[index + 1] ?? '');
    }
    if (body) {
      const text = body.render(values);
      const content = body.isAscii ? text : asBytes(text);
      request += content.length + this.afterLength + content;
    }
    return { bytes: Buffer.from(request, 'latin1'), path };
  }
}

const ASCII = /^[\0-\x7f]*$/;

/** The UTF-8 bytes of a text, as characters. */
function asBytes(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text).toString('latin1');
}
