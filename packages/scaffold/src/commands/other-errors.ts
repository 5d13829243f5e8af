// Said once, when a project begins: the document promises another shape of errors than the server answers with by itself.
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { ApiModel } from '../model/api-model.js';
import type { Settings } from '../settings.js';

const PROBLEM = 'application/problem+json';

export function otherErrors({ operations }: ApiModel, { errors }: Pick<Settings, 'errors'>): readonly Diagnostic[] {
  if (errors === 'problem') return [];
  const answers = operations.flatMap(({ responses }) =>
    responses.filter(({ status }) => /^(?:[45]|default$)/.test(status)),
  );
  const withBody = answers.filter(({ content }) => content.length > 0);
  const problems = withBody.filter(({ content }) => content.some(({ type }) => type === PROBLEM));
  if (problems.length === 0 || problems.length * 2 < withBody.length) return [];
  return [
    {
      code: 'SCAF421',
      severity: 'info',
      message: `the document describes errors as ${PROBLEM}; what the server refuses by itself (400, 401, 404, …) is an envelope in application/json`,
      help: '--errors problem answers as the document says; `errors: problem` in the section scaffold of backend.config.* says so for every run',
    },
  ];
}
