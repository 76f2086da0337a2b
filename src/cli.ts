/** The command line: the only place that knows process, stdout, the clock and exit codes. */
import { Command } from 'commander';
import { UserError } from './errors.ts';
import { loadLibrary } from './lists/load.ts';

const today = (): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(new Date());
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const shipped = new URL('../lists', import.meta.url).pathname;

const program = new Command('qingdan');
const lists = program.command('lists');
lists
  .command('test')
  .option('--lists <dir>', '清单目录', shipped)
  .option('--as-of <date>', '核查基准日', today())
  .option('--coverage <percent>')
  .option('--dead')
  .option('--only <text>')
  .action(async (o) => {
    const { listsTest } = await import('./commands/lists-test.ts');
    process.exitCode = listsTest(
      loadLibrary(o.lists),
      { asOf: o.asOf, coverage: o.coverage ? Number(o.coverage) : null, dead: !!o.dead, only: o.only ?? null },
      print,
    );
  });
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.line()}\n`);
  process.exitCode = 2;
}
