/**
 * Runs every test file in a process of its own and prints one plain closing line, `N passed, N failed`, counted from
 * the runs themselves. uvu exits 0 on a file that registers nothing and on a forgotten `.only`: both count as failures.
 *
 * `npm test` runs everything; `npm test -- rows lists` only files whose name contains one of the words.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

interface Outcome {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly output: string;
}

const folder = new URL('.', import.meta.url).pathname;
const words = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .sort();

/** A file may take this long before it counts as hanging. */
const DEADLINE_MS = 12 * 60 * 1000;

function run(file: string): Promise<Outcome> {
  return new Promise((done) => {
    const source = readFileSync(`${folder}${file}`, 'utf8');
    const begun = performance.now();
    const child = spawn(process.execPath, ['--import', 'tsx', `${folder}${file}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    });
    let output = '';
    child.stdout.on('data', (piece) => {
      output += piece;
    });
    child.stderr.on('data', (piece) => {
      output += piece;
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
    child.on('close', (code) => {
      clearTimeout(timer);
      const figure = (name: string): number | null => {
        const all = [...output.matchAll(new RegExp(`^\\s*${name}:\\s+(\\d+)`, 'gm'))];
        return all.length === 0 ? null : all.reduce((sum, one) => sum + Number(one[1]), 0);
      };
      const total = figure('Total');
      const passed = figure('Passed') ?? 0;
      const skipped = figure('Skipped') ?? 0;
      const broken: string[] = [];
      if (total === null || total + skipped === 0) broken.push('no test was registered');
      if (/\.only\(/.test(source)) broken.push('a .only was left in');
      if (code !== 0 && passed === total) broken.push(`exit code ${code}`);
      const failed = (total ?? 0) - passed + broken.length;
      done({
        file,
        passed,
        failed,
        skipped,
        seconds: Math.round((performance.now() - begun) / 1000),
        output: broken.length > 0 ? `${output}\n${file}: ${broken.join('; ')}` : output,
      });
    });
  });
}

const queue = [...files];
const outcomes: Outcome[] = [];
await Promise.all(
  Array.from({ length: Math.min(2, cpus().length) }, async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const outcome = await run(file);
      outcomes.push(outcome);
      const mark = outcome.failed > 0 ? 'FAIL' : 'ok  ';
      process.stdout.write(
        `${mark} ${outcome.file} ${outcome.passed} passed${outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : ''}, ${outcome.seconds} s\n`,
      );
      if (outcome.failed > 0) process.stdout.write(`${outcome.output}\n`);
    }
  }),
);
const sum = (of: (one: Outcome) => number): number => outcomes.reduce((total, one) => total + of(one), 0);
const skipped = sum((one) => one.skipped);
const failed = sum((one) => one.failed) + (files.length === 0 ? 1 : 0);
process.stdout.write(
  `${sum((one) => one.passed)} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
);
process.exitCode = failed > 0 ? 1 : 0;
