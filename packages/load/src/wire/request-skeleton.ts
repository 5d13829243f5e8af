// A request whose shape is known and whose values are not: everything that does not change is serialised once.
import type { Target } from '../model/plan.js';
import type { CompiledStep } from './compiled-step.js';
import { serialiseRequest } from './request.js';
import type { Template, TemplateValues } from './template.js';

/** Stands in the serialised text where a value goes; no path, header or number can hold it. */
const MARK = '\u0001';

export class RequestSkeleton {
  private readonly texts: readonly string[];
  private readonly templates: readonly Template[];

  constructor(
    private readonly compiled: CompiledStep,
    private readonly target: Target,
    keepAlive: boolean,
  ) {
    const { step, path, headers, body } = compiled;
    const changing = headers.filter(([, value]) => value.constant === undefined).map(([, value]) => value);
    // In the order in which they stand on the wire: the path comes first.
    this.templates = [...(path && path.constant === undefined ? [path] : []), ...changing];
    const content = 'names' in body ? Buffer.from(body.constant ?? '') : body;
    const text = serialiseRequest(target, {
      method: step.method,
      path: path === undefined ? target.path : (path.constant ?? MARK),
      headers: headers.map(([name, value]) => [name, value.constant ?? MARK] as const),
      body: content,
      keepAlive,
    }).toString('latin1');
    this.texts = text.split(MARK);
  }

  /** Where the content changes, its length does, too: such a request is serialised anew each time. */
  static fits({ body }: CompiledStep): boolean {
    return !('names' in body) || body.constant !== undefined;
  }

  render(values: TemplateValues): { readonly bytes: Buffer; readonly path: string } {
    const { texts, templates } = this;
    let head = texts[0] ?? '';
    let path = this.compiled.path?.constant ?? this.target.path;
    for (let index = 0; index < templates.length; index += 1) {
      const value = templates[index]?.render(values) ?? '';
      if (index === 0 && templates[0] === this.compiled.path) path = value;
      head += value + (texts[index + 1] ?? '');
    }
    return { bytes: Buffer.from(head, 'latin1'), path };
  }
}
