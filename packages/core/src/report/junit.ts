import type { Diagnostic } from '../errors/diagnostic.js';
import { escapeHtml } from './escape-html.js';
import type { Check } from './model.js';

/**
 * The checks of a run as JUnit XML, which every CI system reads: a test case a check, and one for each error that no check
 * stands for. A run without either is one test case that passed.
 */
export function renderJunit(
  tool: string,
  checks: readonly Check[],
  diagnostics: readonly Diagnostic[],
  seconds: number,
): string {
  const named = new Set(checks.filter((check) => !check.ok).map((check) => check.code));
  const others = diagnostics
    .filter((diagnostic) => diagnostic.severity === 'error' && !named.has(diagnostic.code))
    .map(({ code, message }): Check => ({ name: code, ok: false, code, detail: message }));
  const all: readonly Check[] = [...checks, ...others];
  const cases = all.length > 0 ? all : [{ name: 'run', ok: true, code: '', detail: '' }];
  const failures = cases.filter((check) => !check.ok).length;
  const body = cases.map(({ name, ok, code, detail }) => {
    const open = `    <testcase classname="${escapeHtml(tool)}" name="${escapeHtml(name)}"`;
    return ok
      ? `${open}/>`
      : `${open}>\n      <failure type="${escapeHtml(code)}" message="${escapeHtml(detail)}"/>\n    </testcase>`;
  });
  const counts = `tests="${cases.length}" failures="${failures}" time="${seconds.toFixed(3)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeHtml(tool)}" ${counts}>\n  <testsuite name="${escapeHtml(tool)}" ${counts}>\n${body.join('\n')}\n  </testsuite>\n</testsuites>\n`;
}
