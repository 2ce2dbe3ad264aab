// rmmc: the command line in, an exit code out. Commands are loaded when they run, so that `--help` does not wait for the compiler.
import { isMainThread } from 'node:worker_threads';
import yargs, { type Argv } from 'yargs';
import { exitCodes, exitHelp, UsageError } from './exit.ts';
import { endQuietlyOnClosedPipe } from './terminal.ts';
import { version } from './version.ts';

const stdinFilename = {
  type: 'string',
  requiresArg: true,
  default: 'stdin',
  describe: 'Name for standard input (`-`); its extension picks the reader',
} as const;

/** Options of every command that translates or checks rules. */
const shared = <T>(args: Argv<T>) =>
  args
    .option('profile', { type: 'string', requiresArg: true, describe: 'Profile of rmmc.yaml (`default` when it is there)' })
    .option('config', {
      type: 'string',
      requiresArg: true,
      describe: 'Configuration file (the nearest rmmc.yaml upward from the first path)',
    })
    .option('unmapped', {
      choices: ['error', 'keep'] as const,
      default: 'error' as const,
      describe: 'A column without mapping: refuse, or keep its KQL name',
    })
    .option('allow', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: 'Accept narrowings with this code (repeatable, or with commas)',
    })
    .option('strict', { type: 'boolean', default: false, describe: 'Invalid YAML is an error even where the rule can be read' })
    .option('environment', {
      choices: ['auto', 'defender', 'sentinel'] as const,
      default: 'auto' as const,
      describe: 'Whose tables are meant where they differ',
    })
    .option('sigma-match', {
      choices: ['exact', 'contains'] as const,
      describe: 'Sigma: exact term tests by |re, or wider ones by |contains',
    })
    .option('esql-flattened', {
      choices: ['index', 'runtime'] as const,
      describe: 'ES|QL: values below flattened fields are asked of the index alone, or read by runtime fields that the mapping then needs',
    })
    .option('splunk-version', { type: 'string', requiresArg: true, describe: 'SPL: the Splunk that runs the searches (default: 9.4)' })
    .option('esql-version', {
      type: 'string',
      requiresArg: true,
      describe: 'ES|QL: the Elasticsearch that runs the queries (default: 8.19)',
    })
    .option('sigma-version', { type: 'string', requiresArg: true, describe: 'Sigma: the version of the specification (default: 2.1)' })
    .option('query-period', {
      type: 'string',
      requiresArg: true,
      describe: 'How far back a run sees, for rules without a schedule (14d): bounds searches and correlations that name no time',
    })
    .option('stdin-filename', stdinFilename);

const to = (help: string) => ({ type: 'string', array: true, nargs: 1, describe: `${help} (repeatable, or with commas)` }) as const;
const selector = (help: string) =>
  ({ type: 'string', array: true, nargs: 1, default: [] as string[], describe: `${help} (repeatable)` }) as const;
const paths = { type: 'string', array: true, demandOption: true, describe: 'Files, folders, or - for standard input' } as const;

const usage = (message: string): UsageError => new UsageError(`RMMC5016: ${message}\n  help: see \`rmmc --help\``);

/** yargs drops a lone `-` among positionals, so it travels under another name. */
const dash = '\u0000stdin';

const withDash = (given: readonly string[]): readonly string[] => given.map((path) => (path === dash ? '-' : path));

/** `--to` has no default of yargs' own, so that `--to spl` does not add to it. */
const withTargets = <T extends { to?: string[] | undefined; paths?: string[] | undefined }>(args: T, fallback: readonly string[]) => ({
  ...args,
  to: args.to ?? fallback,
  paths: withDash(args.paths ?? []),
});

/** A command as it was given, not yet started. */
type Job = () => Promise<number>;
type Choose = (job: Job) => void;

/** Adds a command under its name, or as the only one (`$0`). */
type Add = (cli: Argv, name: string, choose: Choose) => Argv;

const translate: Add = (cli, name, choose) =>
  cli.command(
    `${name} <paths..>`,
    'Translate rules',
    (args) =>
      shared(args.positional('paths', paths))
        .option('to', { ...to('Target: spl, esql, sigma, kql or all'), demandOption: true })
        .option('out-dir', { type: 'string', requiresArg: true, describe: 'Write one file per rule and target below this folder' })
        .option('quiet', { type: 'boolean', default: false, describe: 'Show errors only; warnings and notes are counted' })
        .option('self-test', {
          type: 'boolean',
          default: false,
          describe: 'Instead of each query, one that carries events in itself and ends in a verdict: equal to KQL, or DIFFERENT',
        })
        .option('format', {
          choices: ['text', 'json', 'ndjson'] as const,
          default: 'text' as const,
          describe: 'Report on standard output',
        }),
    (args) => choose(async () => (await import('./commands/translate.ts')).runTranslate(withTargets(args, []))),
  );

const check: Add = (cli, name, choose) =>
  cli.command(
    `${name} <paths..>`,
    'Check rules without translating them',
    (args) =>
      shared(args.positional('paths', paths))
        .option('to', to('Also report what these targets cannot say'))
        .option('format', {
          choices: ['text', 'json', 'sarif', 'github'] as const,
          default: 'text' as const,
          describe: 'Report on standard output',
        })
        .option('lint', { type: 'boolean', default: true, describe: 'Report what is valid and weak; --no-lint leaves it out' })
        .option('baseline', { type: 'string', requiresArg: true, describe: 'Report only what this file does not list' })
        .option('write-baseline', { type: 'string', requiresArg: true, describe: 'List what is found in this file, and report nothing' }),
    (args) => choose(async () => (await import('./commands/check.ts')).runCheck(withTargets(args, []))),
  );

const explain: Add = (cli, name, choose) =>
  cli.command(
    `${name} <paths..>`,
    'Show a rule at one stage of its way to the targets, or what a diagnostic code means',
    (args) =>
      shared(args.positional('paths', { ...paths, describe: 'One file, - for standard input, or a code such as RMMC6002' }))
        .option('stage', { choices: ['ast', 'ir', 'normal', 'legal', 'target'] as const, default: 'normal' as const, describe: 'Stage' })
        .option('to', to('Targets, for the stages legal and target')),
    (args) => choose(async () => (await import('./commands/explain.ts')).runExplain(withTargets(args, ['all']))),
  );

const run: Add = (cli, name, choose) =>
  cli.command(
    `${name} <paths..>`,
    'Run a rule on events, as KQL would',
    (args) =>
      shared(args.positional('paths', { ...paths, describe: 'One rule file, or - for standard input' }))
        .option('data', {
          type: 'string',
          array: true,
          nargs: 1,
          default: [] as string[],
          describe: 'Events of a table: TABLE=FILE (NDJSON, JSON, CSV, TSV; .gz; - for standard input); repeatable',
        })
        .option('data-format', { choices: ['ndjson', 'json', 'csv', 'tsv'] as const, describe: 'Format of the data (told from the name)' })
        .option('now', { type: 'string', requiresArg: true, describe: 'What now() is: 2026-01-05T00:00:00Z (the time of the run)' })
        .option('bad-data', {
          choices: ['skip', 'null', 'fail'] as const,
          default: 'skip' as const,
          describe: 'A line that is no record, or has a value of a wrong type: pass it over, read the value as null, or stop',
        })
        .option('format', { choices: ['table', 'ndjson', 'csv'] as const, default: 'table' as const, describe: 'Rows on standard output' }),
    (args) => choose(async () => (await import('./commands/run.ts')).runRun(withTargets(args, []))),
  );

const test: Add = (cli, name, choose) =>
  cli.command(
    `${name} <paths..>`,
    'Run the tests of rules (<rule>.test.yaml)',
    (args) =>
      shared(args.positional('paths', { ...paths, describe: 'Files of tests, or folders' })).option('junit', {
        type: 'string',
        requiresArg: true,
        describe: 'Also write a JUnit report to this file',
      }),
    (args) => choose(async () => (await import('./commands/test.ts')).runTest(withTargets(args, []))),
  );

const verify: Add = (cli, name, choose) =>
  cli.command(
    `${name} <paths..>`,
    'Run the translations of rules on real engines, beside KQL, and say where they differ',
    (args) =>
      shared(args.positional('paths', paths))
        .option('to', to('Target (all)'))
        .option('prepare', {
          type: 'boolean',
          default: false,
          describe: 'Fetch and build the engines that are missing (Maven, Cargo, PyPI)',
        })
        .option('elastic', {
          type: 'string',
          requiresArg: true,
          describe: 'URL of an Elasticsearch to use (API key in RMMC_ELASTIC_API_KEY); throw-away indices with random names',
        })
        .option('splunk', {
          type: 'string',
          requiresArg: true,
          describe: 'URL of a Splunk management port to use (token in RMMC_SPLUNK_TOKEN); nothing is ingested',
        })
        .option('seed', { type: 'number', requiresArg: true, default: 1, describe: 'Seed of the witness events' })
        .option('absent', {
          choices: ['report', 'fail'] as const,
          default: 'report' as const,
          describe: 'What a missing engine is: a verdict `not run`, or a failure too',
        })
        .option('junit', { type: 'string', requiresArg: true, describe: 'Also write a JUnit report to this file' })
        .option('markdown', { type: 'string', requiresArg: true, describe: 'Also write a report in Markdown to this file' })
        .option('format', {
          choices: ['text', 'json', 'ndjson'] as const,
          default: 'text' as const,
          describe: 'Report on standard output',
        }),
    (args) => choose(async () => (await import('./commands/verify.ts')).runVerify(withTargets(args, ['all']))),
  );

const pack: Add = (cli, name, choose) =>
  cli.command(
    `${name} <paths..>`,
    'Build packs that install: a Splunk app, Kibana rules, Sigma, Sentinel',
    (args) =>
      shared(args.positional('paths', paths))
        .option('to', { ...to('Pack: splunk, elastic, sigma, sentinel or all'), demandOption: true })
        .option('out', { type: 'string', requiresArg: true, demandOption: true, describe: 'Folder of the packs; it is written as a whole' })
        .option('jobs', { type: 'number', requiresArg: true, describe: 'Threads that translate (one per core and 200 files)' })
        .option('quiet', { type: 'boolean', default: false, describe: 'Show errors only; warnings and notes are counted' })
        .option('only', selector('Only rules that fit: id:, name:, file:, tag:, technique:, tactic: with a value, or an id or a name'))
        .option('skip', selector('Without rules that fit'))
        .option('templates', { type: 'string', requiresArg: true, describe: 'Folder of templates that replace built-in ones' })
        .option('verdicts', { type: 'string', requiresArg: true, describe: 'Report of rmmc verify (json, ndjson) for the lock' }),
    (args) => choose(async () => (await import('./commands/pack.ts')).runPack(withTargets(args, []))),
  );

const diff: Add = (cli, name, choose) =>
  cli.command(
    `${name} <old> <new>`,
    'Compare two states of rules: which came, went, changed in meaning or only in text',
    (args) =>
      shared(
        args
          .positional('old', { type: 'string', demandOption: true, describe: 'A folder of packs (rmmc.lock), or rules' })
          .positional('new', { type: 'string', demandOption: true, describe: 'The same' }),
      )
        .option('to', to('Packs whose translations are compared (those of the lock)'))
        .option('show', { type: 'boolean', default: false, describe: 'Show what changed, in normalized KQL (where rules are given)' })
        .option('format', {
          choices: ['text', 'json', 'markdown'] as const,
          default: 'text' as const,
          describe: 'Report on standard output',
        })
        .epilogue(
          'Exit code 1: other events may be found (a rule came, went, changed in meaning or in its translation; a lookup changed); 0: not so.',
        ),
    (args) => choose(async () => (await import('./commands/diff.ts')).runDiff(withTargets({ ...args, paths: [args.old, args.new] }, []))),
  );

const fmt: Add = (cli, name, choose) =>
  cli.command(
    `${name} <paths..>`,
    'Lay out the queries of rules',
    (args) =>
      args
        .positional('paths', paths)
        .option('write', { type: 'boolean', default: false, describe: 'Rewrite the files that change' })
        .option('check', { type: 'boolean', default: false, describe: 'Write nothing; name the files that would change' })
        .option('width', { type: 'number', requiresArg: true, default: 100, describe: 'Columns that a line should stay within' })
        .option('stdin-filename', stdinFilename)
        .epilogue('Without --write and --check, the laid out text of one file is printed. Broken queries stay as they are (exit code 2).'),
    (args) => choose(async () => (await import('./commands/fmt.ts')).runFmt({ ...args, paths: withDash(args.paths) })),
  );

const targets: Add = (cli, name, choose) =>
  cli.command(
    name,
    'List the targets',
    (args) =>
      args.option('format', { choices: ['text', 'json'] as const, default: 'text' as const, describe: 'Report on standard output' }),
    (args) => choose(async () => (await import('./commands/targets.ts')).runTargets(args.format)),
  );

const commands: ReadonlyMap<string, Add> = new Map([
  ['translate', translate],
  ['check', check],
  ['explain', explain],
  ['run', run],
  ['test', test],
  ['verify', verify],
  ['pack', pack],
  ['diff', diff],
  ['fmt', fmt],
  ['targets', targets],
]);

const about = 'Compiles KQL hunting rules to Splunk SPL, Elastic ES|QL, Sigma and normalized KQL.';

const settings = (cli: Argv): Argv =>
  cli
    .strict()
    .version(version)
    .help()
    .alias({ h: 'help', v: 'version' })
    .locale('en')
    .epilogue(exitHelp)
    .wrap(Math.min(120, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      throw usage(message ?? error.message);
    });

/** A command that stands first is set up alone: for a command among others yargs lays out the help text each time, which is a tenth of a short run. */
const parseArguments = (args: readonly string[], choose: Choose): void => {
  const [name = '', ...rest] = args;
  const only = commands.get(name);
  if (only) {
    settings(only(yargs().scriptName(`rmmc ${name}`), '$0', choose)).parse(rest);
    return;
  }
  const cli = yargs().scriptName('rmmc').usage(`$0 <command>\n\n${about}`);
  settings([...commands].reduce<Argv>((built, [command, add]) => add(built, command, choose), cli))
    .demandCommand(1, 'a command is missing')
    .parse([...args]);
};

const report = (error: unknown): number => {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.usage;
  }
  const { code, path } = error as NodeJS.ErrnoException;
  const found = code ? `${path ?? 'file system'}: ${code}` : error instanceof Error ? `a defect in rmmc: ${error.message}` : String(error);
  process.stderr.write(`${code ? 'RMMC5010' : 'RMMC9001'}: ${found}\n`);
  if (process.env.RMMC_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return exitCodes.usage;
};

const main = async (args: readonly string[]): Promise<void> => {
  endQuietlyOnClosedPipe();
  process.exitCode = exitCodes.ok;
  try {
    const chosen: Job[] = [];
    parseArguments(
      args.map((arg) => (arg === '-' ? dash : arg)),
      (job) => chosen.push(job),
    );
    for (const job of chosen) process.exitCode = await job();
  } catch (error) {
    process.exitCode = report(error);
  }
};

/** A thread of `pack --jobs` is started from this same file. */
const work = async (): Promise<void> => (await import('./worker.ts')).serve();

void (isMainThread ? main(process.argv.slice(2)) : work());
