/** Sudden death on each path that writes; `npm run kill` does the same at 200 points each. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { orderStore, readOrders } from '../src/ledger/order.ts';
import { builtWriter, killed, PATHS } from './kill/kill.ts';

const folder = mkdtempSync(join(tmpdir(), 'qingdan-kill-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const made = (name: string): string => {
  mkdirSync(join(folder, name));
  return join(folder, name);
};

const POINTS = 12;
const script = await builtWriter(made('writer'));

for (const path of PATHS)
  test(`${path}: kill -9 at ${POINTS} points loses nothing that was confirmed`, async () => {
    const { kills, confirmed, faults } = await killed(path, POINTS, made(path), script);
    assert.equal(faults, []);
    assert.ok(kills > POINTS / 2, `only ${kills} were still at work`);
    assert.ok(confirmed > POINTS, `only ${confirmed} records`);
  });

test('the folder of a chain whose first record was never written is no chain', () => {
  const ledger = made('空');
  const store = orderStore(ledger);
  mkdirSync(join(store.dir, 'DB-2026-0001-abcd'), { recursive: true });
  assert.equal(store.chains(), []);
  assert.equal(store.verify(), []);
  assert.equal(readOrders(ledger, null), []);
});

test.run();
