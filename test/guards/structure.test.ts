// What the types cannot say of the structure: who may import whom, and what must not stand anywhere.
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, type SourceFile, sources, trackedFiles } from '../support/source-files.js';

const PACKAGES = ['core', 'scaffold', 'migrate', 'load'] as const;

/** `packages/load/src/judge/x.ts` → `judge`; below a folder, its folder there. The empty text for files at the top, or elsewhere. */
function stageOf(path: string, below = path.replace(/\/src\/.*/, '/src')): string {
  const parts = path.startsWith(`${below}/`) ? path.slice(below.length + 1).split('/') : [];
  return parts.length > 1 ? (parts[0] ?? '') : '';
}

function importedStages(file: SourceFile, below?: string): readonly string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => stageOf(normalize(join(dirname(file.path), name)), below));
}

test('core imports no sibling, and the commands import none but core and templates', () => {
  const wrong = PACKAGES.flatMap((name) =>
    sources(`packages/${name}/src`).flatMap((file) => {
      const allowed = name === 'core' ? /^$/ : /^@senior-backend\/(core|templates)(\/|$)/;
      const ours = importsOf(file).filter(
        (target) => /^(@senior-backend\/|api-scaffold|api-load)/.test(target) || target.includes('/packages/'),
      );
      return ours.filter((target) => !allowed.test(target)).map((target) => `${file.path} imports ${target}`);
    }),
  );
  expect(wrong).toEqual([]);
});

/** What a stage must never reach. Each line is an invariant of ARCHITECTURE.md. */
const NEVER: readonly (readonly [folder: string, stages: RegExp])[] = [
  ['scaffold/src/model', /./],
  ['scaffold/src/read', /^(plan|emit|frameworks|merge|write)$/],
  ['scaffold/src/emit', /^(read|merge|write|commands)$/],
  ['migrate/src/diff', /^(plan|prove|render|apply|commands|report)$/],
  ['migrate/src/plan', /^(prove|render|apply|commands|report)$/],
  ['migrate/src/observe', /^(analyze|advise|commands|report)$/],
  ['migrate/src/analyze', /^(apply|prove|commands|report)$/],
  ['load/src/model', /^(plan|wire|drive|report)$/],
  ['load/src/wire', /^(drive|measure|judge|report)$/],
  ['load/src/judge', /^(drive|wire|report)$/],
];

test.each(NEVER)('%s never imports %s', (folder, stages) => {
  const wrong = sources(`packages/${folder}`).flatMap((file) => {
    const own = stageOf(file.path);
    return importedStages(file)
      .filter((stage) => stage !== own && stages.test(stage))
      .map((stage) => `${file.path} imports ${stage}`);
  });
  expect(wrong).toEqual([]);
});

/** The stages below a folder that import each other in a circle, as `read → prove → read`; none where there is an order. */
function circlesOf(folder: string): readonly string[] {
  const imports = new Map<string, Set<string>>();
  for (const file of sources(folder)) {
    const own = stageOf(file.path, folder);
    const others = importedStages(file, folder).filter((stage) => stage !== own && stage !== '');
    if (own !== '') imports.set(own, new Set([...(imports.get(own) ?? []), ...others]));
  }
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (stage: string, path: readonly string[]): void => {
    if (path.includes(stage)) circles.push([...path.slice(path.indexOf(stage)), stage].join(' → '));
    else if (!done.has(stage)) for (const next of imports.get(stage) ?? []) visit(next, [...path, stage]);
    done.add(stage);
  };
  for (const stage of imports.keys()) visit(stage, []);
  return circles;
}

test.each([...PACKAGES.map((name) => `packages/${name}/src`), 'packages/load/src/drive'])(
  'the stages of %s have an order',
  (folder) => {
    expect(circlesOf(folder)).toEqual([]);
  },
);

/** Files that touch the process: the real world, the workers, and servers that need its environment. */
const MAY_READ_PROCESS =
  /^packages\/(core\/src\/(env\/real-env|cli\/(run-cli|run-tool|emit)|postgres\/server\/|files\/|config\/load-config)|load\/src\/drive\/)/;

test('nobody else reads the process', () => {
  const wrong = sources('packages').filter(
    ({ path, text }) =>
      !MAY_READ_PROCESS.test(path) &&
      /\bprocess\.(env|argv|stdout|stderr|stdin|exit|cwd|on)\b/.test(
        text.replace(/\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, ''),
      ),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('the generic differ names no kind of object', () => {
  const kinds = /'(table|column|index|constraint|view|sequence|trigger|policy|function)'/;
  expect(
    sources('packages/migrate/src/diff')
      .filter(({ text }) => kinds.test(text))
      .map(({ path }) => path),
  ).toEqual([]);
});

test('no template writes unescaped text', () => {
  const templates = trackedFiles('templates/**/*.hbs');
  expect(templates.length).toBeGreaterThan(0);
  expect(templates.filter(({ text }) => text.includes('{{{') || /\{\{~?&/.test(text)).map(({ path }) => path)).toEqual(
    [],
  );
});

test('no barrel files, no default exports of ours', () => {
  const wrong = sources('packages').filter(
    ({ path, text }) =>
      (/\/index\.ts$/.test(path) && !path.includes('/rules/')) ||
      /^export \* from/m.test(text) ||
      /^export default/m.test(text),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('nothing that is committed holds a path of a machine or a registry host', () => {
  const files = trackedFiles().filter(
    ({ path }) => !/\.(png|svg)$/.test(path) && path !== 'test/guards/structure.test.ts',
  );
  const wrong = files.filter(({ text }) =>
    /\/(work|home\/\w+|Users\/\w+)\/(main|shared|src)\b|registry\.(npmjs|yarnpkg)\.(org|com)/.test(text),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('the faces of the packages are what they are meant to be', () => {
  const faces = Object.fromEntries(
    PACKAGES.map((name) => {
      const manifest = JSON.parse(trackedFiles(`packages/${name}/package.json`)[0]?.text ?? '{}') as {
        exports: object;
        bin?: object;
      };
      return [name, { exports: Object.keys(manifest.exports), bin: Object.keys(manifest.bin ?? {}) }];
    }),
  );
  expect(faces).toEqual({
    core: { exports: ['./*'], bin: [] },
    scaffold: { exports: ['./package.json'], bin: ['api-scaffold'] },
    migrate: { exports: ['./package.json'], bin: ['db-migrate'] },
    load: { exports: ['./package.json'], bin: ['api-load'] },
  });
});
