// A request whose shape is known and whose values are not: everything that does not change is serialised once.
import type { Target } from '../model/plan.js';
import type { CompiledStep } from './compiled-step.js';
import { serialiseRequest } from './request.js';
import type { Template, TemplateValues } from './template.js';

/** Stands in the serialised text where a value goes; no path, header or number can hold it. */
const MARK = '\u0001';
const LENGTH_OF_MARK = '\r\nContent-Length: 1\r\n';

/** Texts are of bytes: each character is one (Latin-1). */
export class RequestSkeleton {
  /** Of request line and fields; one more than there are templates. */
  private readonly texts: readonly string[];
  private readonly templates: readonly Template[];
  /** Undefined where the content is the same each time, and part of the last text. */
  private readonly body: Template | undefined;
  /** Between the length of the content and the content. */
  private readonly afterLength: string = '';

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
    if (!this.body) {
      this.texts = text.split(MARK);
      return;
    }
    const [before = '', after = ''] = text.slice(0, -MARK.length).split(LENGTH_OF_MARK);
    this.texts = `${before}\r\nContent-Length: `.split(MARK);
    this.afterLength = `\r\n${after}`;
  }

  render(values: TemplateValues): { readonly bytes: Buffer; readonly path: string } {
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
