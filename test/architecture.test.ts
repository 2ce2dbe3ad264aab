// Reads every file of src/ and the documents, and holds them to the rules of ARCHITECTURE.md.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const walk = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const at = `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(at) : [at];
  });

const files = walk('src');
const sources = files.filter((file) => file.endsWith('.ts'));
const trees = new Map(sources.map((file) => [file, ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true)]));

/** Every module name in a file: imports, type imports, re-exports, `import()` in values and in types. */
const importsOf = (tree: ts.SourceFile): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      found.push(node.moduleSpecifier.text);
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      found.push(node.argument.literal.text);
    }
    if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      node.arguments[0] &&
      ts.isStringLiteral(node.arguments[0])
    ) {
      found.push(node.arguments[0].text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
};

interface Arrow {
  readonly from: string;
  readonly to: string;
}
const arrows: readonly Arrow[] = [...trees].flatMap(([from, tree]) =>
  importsOf(tree)
    .filter((name) => name.startsWith('.'))
    .map((name) => ({ from, to: path.posix.join(path.posix.dirname(from), name) })),
);
const packages: readonly Arrow[] = [...trees].flatMap(([from, tree]) =>
  importsOf(tree)
    .filter((name) => !name.startsWith('.'))
    .map((to) => ({ from, to })),
);

const backendFolders = readdirSync(path.join(root, 'src/backends'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map((entry) => entry.name)
  .sort();

/** The room of a file: its folder under src, backends told apart, files directly in src are rooms of their own (`compile`, `index`). */
const roomOf = (file: string): string => {
  if (!file.startsWith('src/')) return file;
  const [, first = '', second = ''] = file.split('/');
  if (first === 'backends') return second === 'registry.ts' ? 'backends/registry' : `backends/${second}`;
  return first.replace(/\.ts$/, '');
};

/** What each room may import besides itself. A room that is not named here fails. */
const below: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  ir: ['diagnostics'],
  frontend: ['ir', 'diagnostics'],
  rules: ['ir', 'diagnostics'],
  eval: ['ir', 'diagnostics'],
  data: ['eval', 'ir', 'diagnostics'],
  testing: ['data', 'eval', 'config', 'ir', 'diagnostics'],
  // Another reading of SPL, after its documentation: it shares nothing with the backend that emits SPL.
  spl: ['diagnostics'],
  // The verifier: what engines are asked, what their answers mean.
  engines: ['spl'],
  verify: ['engines', 'compile', 'target-profile', 'units', 'eval', 'rules', 'backends/registry', 'backends/shared', 'ir', 'diagnostics'],
  // Artifacts of SIEMs around translations.
  packs: ['compile', 'target-profile', 'frontend', 'backends/registry', 'backends/shared', 'ir', 'diagnostics'],
  format: ['rules', 'frontend', 'ir', 'diagnostics'],
  lint: ['frontend', 'ir', 'diagnostics'],
  config: ['backends/shared', 'ir', 'diagnostics'],
  'backends/shared': ['ir', 'diagnostics'],
  ...Object.fromEntries(backendFolders.map((name) => [`backends/${name}`, ['backends/shared', 'ir', 'diagnostics']])),
  'backends/registry': [...backendFolders.map((name) => `backends/${name}`), 'backends/shared'],
  units: ['rules', 'frontend'],
  'target-profile': ['frontend', 'backends/shared', 'ir'],
  compile: ['units', 'target-profile', 'rules', 'config', 'lint', 'frontend', 'backends/registry', 'backends/shared', 'ir', 'diagnostics'],
  index: ['compile', 'units', 'rules', 'config', 'packs', 'frontend', 'backends/registry', 'backends/shared', 'ir', 'diagnostics'],
  // `package.json` holds the version.
  cli: [
    'package.json',
    'compile',
    'units',
    'data',
    'testing',
    'verify',
    'packs',
    'engines',
    'eval',
    'format',
    'lint',
    'rules',
    'config',
    'frontend',
    'backends/registry',
    'backends/shared',
    'ir',
    'diagnostics',
  ],
};

describe('imports', () => {
  test('every file is there', () => {
    expect(arrows.filter(({ to }) => !existsSync(path.join(root, to)))).toEqual([]);
  });

  test('every arrow points down', () => {
    const upward = arrows.filter(({ from, to }) => {
      const [a, b] = [roomOf(from), roomOf(to)];
      return a !== b && !below[a]?.includes(b);
    });
    expect(upward).toEqual([]);
  });

  test('the evaluator shares words with the compiler, never its rewriting', () => {
    const words = [
      'aggregates',
      'expr',
      'frame',
      'functions',
      'graph',
      'pipeline',
      'time',
      'traverse',
      'tuples',
      'types',
      'wide-functions',
      'windows',
    ].map((name) => `src/ir/${name}.ts`);
    const shared = arrows.filter(({ from, to }) => roomOf(from) === 'eval' && roomOf(to) === 'ir' && !words.includes(to));
    expect(shared).toEqual([]);
  });

  test('no rings between files but one of types', () => {
    const next = new Map(sources.map((file) => [file, arrows.filter(({ from }) => from === file)]));
    const done = new Set<string>();
    const rings: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) rings.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      else if (!done.has(file)) {
        for (const { to } of next.get(file) ?? []) visit(to, [...trail, file]);
        done.add(file);
      }
    };
    for (const file of sources) visit(file, []);
    // An expression can hold a pipeline and a pipeline holds expressions: two types that need each other, and nothing at run time.
    expect(rings).toEqual(['src/ir/expr.ts -> src/ir/pipeline.ts -> src/ir/expr.ts']);
  });

  const atTheEdge = (file: string): boolean => file.startsWith('src/cli/') || file.startsWith('src/engines/');

  test('only the command line and the engines touch the disk and the process', () => {
    const impure = packages.filter(({ from, to }) => to.startsWith('node:') && !atTheEdge(from));
    const ambient = sources.filter((file) => !atTheEdge(file) && /\b(?:process\.|globalThis\b|console\.)/.test(read(file)));
    expect({ impure, ambient }).toEqual({ impure: [], ambient: [] });
  });

  test('packages are the declared dependencies', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as { dependencies: object; devDependencies: object };
    const types = Object.keys(devDependencies).flatMap((name) => (name.startsWith('@types/') ? [name.slice('@types/'.length)] : []));
    const declared = [...Object.keys(dependencies), ...types];
    const nameOf = (to: string): string =>
      to
        .split('/')
        .slice(0, to.startsWith('@') ? 2 : 1)
        .join('/');
    expect(packages.filter(({ to }) => !to.startsWith('node:') && !declared.includes(nameOf(to)))).toEqual([]);
  });
});

const withText = (pattern: RegExp, among: readonly string[]): string[] =>
  among.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1} ${line.trim()}`] : [])),
  );

/** A file whose statements are imports, types and constants that hold no function: one big table. */
const isTable = (file: string): boolean =>
  (trees.get(file)?.statements ?? []).every(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      (ts.isVariableStatement(statement) &&
        statement.declarationList.declarations.every(
          (d) => d.initializer !== undefined && !ts.isArrowFunction(d.initializer) && !ts.isFunctionExpression(d.initializer),
        )),
  );

describe('files', () => {
  test('start with a comment that says what comes in and what goes out', () => {
    expect(sources.filter((file) => !/^(?:\/\/ |\/\*\*)/.test(read(file)))).toEqual([]);
  });

  test('are named in kebab-case', () => {
    const name = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*$/;
    expect(files.filter((file) => !name.test(path.basename(file)) && path.basename(file) !== 'README.md')).toEqual([]);
  });

  test('have at most 400 lines, tables of data apart', () => {
    const long = sources.map((file) => ({ file, lines: read(file).split('\n').length - 1 })).filter(({ lines }) => lines > 400);
    expect(long.filter(({ file }) => !file.includes('.generated.') && !isTable(file))).toEqual([]);
  });

  test('have no default exports and no export *', () => {
    expect(withText(/^export (?:default|\*)/, sources)).toEqual([]);
  });

  test('match unions without a way out', () => {
    const strict = sources.filter((file) => file.startsWith('src/ir/') || file.startsWith('src/backends/'));
    expect(withText(/\.otherwise\(|\bdefault:|\bas any\b/, strict)).toEqual([]);
  });

  test('hold no work notes', () => {
    expect(withText(/\b(?:TODO|FIXME|XXX|HACK)\b/, sources)).toEqual([]);
  });

  test('ask targets what they can do, never who they are', () => {
    const named = [...trees].flatMap(([file, tree]) => {
      const found: string[] = [];
      const visit = (node: ts.Node): void => {
        if ((ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) && ['spl', 'esql', 'sigma'].includes(node.text)) {
          const at = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
          const allowed =
            file === 'src/backends/shared/backend.ts' ||
            file === 'src/backends/registry.ts' ||
            file === 'src/engines/find.ts' ||
            file === 'src/packs/registry.ts' ||
            file === 'src/packs/pack-names.ts' ||
            file.startsWith(`src/backends/${node.text}/`);
          if (!allowed) found.push(`${file}:${at} '${node.text}'`);
        }
        ts.forEachChild(node, visit);
      };
      visit(tree);
      return found;
    });
    expect(named).toEqual([]);
  });
});

describe('backends', () => {
  const core = ['README.md', 'ast.ts', 'capabilities.ts', 'index.ts', 'print.ts', 'quote.ts'];

  test('are the four targets', () => {
    expect(backendFolders).toEqual(['esql', 'kql', 'sigma', 'spl']);
  });

  test.each(backendFolders)('%s has the core files', (name) => {
    const there = readdirSync(path.join(root, 'src/backends', name));
    expect(core.filter((file) => !there.includes(file))).toEqual([]);
    expect(there.filter((file) => /^lower.*\.ts$/.test(file)).length).toBeGreaterThan(0);
  });
});

describe('documents', () => {
  const documents = [...readdirSync(root).filter((file) => file.endsWith('.md')), ...files.filter((file) => file.endsWith('.md'))];
  const folders = ['src', 'test', 'rules', 'catalogue', 'golden', 'scripts', 'engines', 'docs', 'bench', '.ci', '.github'];

  test.each(['README.md', 'ARCHITECTURE.md'])('%s is there', (file) => {
    expect(existsSync(path.join(root, file))).toBe(true);
  });

  /** Paths in back quotes (without placeholders) and targets of relative links. */
  const pathsIn = (file: string): string[] => {
    const text = read(file).replace(/^```[\s\S]*?^```/gm, '');
    const quoted = [...text.matchAll(/`([^`\s]+)`/g)]
      .map((found) => found[1] ?? '')
      .filter((name) => folders.includes(name.split('/')[0] ?? '') && name.includes('/'));
    const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((found) => found[1] ?? '').filter((name) => !/^[a-z]+:/.test(name));
    return [...quoted.filter((name) => !/[<>*{}…]/.test(name)), ...links.map((name) => path.posix.join(path.posix.dirname(file), name))];
  };

  test.each(documents)('%s names only paths that exist', (file) => {
    const missing = pathsIn(file).filter((name) => !existsSync(path.join(root, name.replace(/:\d+$/, ''))));
    expect(missing).toEqual([]);
  });
});

test('the lock file names no registry', () => {
  expect(read('package-lock.json').includes('"resolved"')).toBe(false);
});
