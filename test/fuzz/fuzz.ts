/**
 * `npm run fuzz -- --cases N [--seed S] [--target ID]`: the fuzz targets for as long as wanted. A failure is shrunk,
 * shown, and kept under fixtures/fuzz/, where the tests run it from then on.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runTarget } from './run-target.ts';
import { contained, FILE_TARGETS, stopParser, TARGETS, throughCommand } from './targets.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '20261122' },
    target: { type: 'string' },
  },
});
const wanted = Number(values.cases);
const seed = Number(values.seed);
if (!Number.isInteger(wanted) || wanted < 1 || !Number.isInteger(seed))
  throw new RangeError('--cases and --seed take whole numbers');

const targets = TARGETS.filter((target) => values.target === undefined || target.id === values.target);
const shares = targets.reduce((sum, target) => sum + target.share, 0);
let total = 0;
let failures = 0;

function keep(id: string, extension: string, bytes: Buffer): string {
  const folder = new URL(`../../fixtures/fuzz/${id}/`, import.meta.url).pathname;
  mkdirSync(folder, { recursive: true });
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}.${extension}`;
  writeFileSync(folder + name, bytes);
  return `fixtures/fuzz/${id}/${name}`;
}

for (const target of targets) {
  const started = process.hrtime.bigint();
  const { cases, failure } = await runTarget(target, Math.ceil((wanted * target.share) / shares), seed);
  total += cases;
  const seconds = (Number(process.hrtime.bigint() - started) / 1e9).toFixed(1);
  process.stdout.write(`${failure ? 'FAIL' : 'ok  '} ${target.id}: ${cases} cases, ${seconds} s\n`);
  if (!failure) continue;
  failures++;
  process.stdout.write(`${keep(target.id, target.extension, failure.bytes)}\n${failure.why}\n`);
}
// one in a hundred also through a whole run of the tool
for (const target of targets.filter((one) => FILE_TARGETS.includes(one.id))) {
  const whole = { ...target, run: (bytes: Buffer) => throughCommand(bytes, target.extension) };
  const { cases, failure } = await runTarget(whole, Math.ceil(wanted / 500), seed + 1);
  total += cases;
  process.stdout.write(`${failure ? 'FAIL' : 'ok  '} ${target.id} through the command: ${cases} cases\n`);
  if (!failure) continue;
  failures++;
  process.stdout.write(`${keep(target.id, target.extension, failure.bytes)}\n${failure.why}\n`);
}
stopParser();
process.stdout.write(
  `${total} cases, ${failures} failed; seed ${seed}; held by the isolation: ${contained.hangs} hangs, ${contained.deaths} deaths\n`,
);
process.exitCode = failures > 0 ? 1 : 0;
