/**
 * The portion of the fuzzing that runs every time: more than two thousand cases, the same ones everywhere, some of them
 * through a whole run of the tool; and every case that ever failed, kept under fixtures/fuzz/. `npm run fuzz` runs more.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runTarget } from './fuzz/run-target.ts';
import { FILE_TARGETS, stopParser, TARGETS, throughCommand } from './fuzz/targets.ts';

const SEED = 20261122;
const KEPT = new URL('../fixtures/fuzz/', import.meta.url).pathname;
let cases = 0;

for (const target of TARGETS) {
  test(`${target.id}: ${target.share} cases end in a result or in one line`, async () => {
    const outcome = await runTarget(target, target.share, SEED);
    cases += outcome.cases;
    assert.is(outcome.failure?.why ?? null, null);
  });

  const folder = `${KEPT}${target.id}/`;
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : [])
    test(`kept case ${target.id}/${name}`, async () => {
      assert.is(await target.run(readFileSync(folder + name)), null);
    });
}

/** A run of the tool takes a fifth of a second: a few of each kind of file. */
const WHOLE = 6;

for (const target of TARGETS.filter((one) => FILE_TARGETS.includes(one.id)))
  test(`${target.id}: ${WHOLE} cases through the command line`, async () => {
    const whole = { ...target, run: (bytes: Buffer) => throughCommand(bytes, target.extension) };
    const outcome = await runTarget(whole, WHOLE, SEED + 1);
    cases += outcome.cases;
    assert.is(outcome.failure?.why ?? null, null);
  });

test('there were at least two thousand cases', () => assert.ok(cases >= 2000, String(cases)));

test.after(stopParser);
test.run();
