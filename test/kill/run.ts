/** `npm run kill -- [--points 200] [--records 100]`: sudden death and crowding at any length, with the figures. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtWriter, crowd, killed, PATHS } from './kill.ts';

const { values } = parseArgs({
  options: { points: { type: 'string', default: '200' }, records: { type: 'string', default: '100' } },
});
const folder = mkdtempSync(join(tmpdir(), 'qingdan-kill-'));
const made = (name: string): string => {
  mkdirSync(join(folder, name));
  return join(folder, name);
};
const faults: string[] = [];
try {
  const script = await builtWriter(made('paths'));
  for (const path of PATHS) {
    const result = await killed(path, Number(values.points), made(path), script);
    faults.push(...result.faults);
    process.stdout.write(
      `${path}: killed ${result.kills} times, ${result.confirmed} records confirmed, ${result.faults.length} faults\n`,
    );
  }
  const simple = await builtWriter(made('crowd-writer'), 'fixtures/ledger/writer.ts');
  const { present, faults: crowded } = await crowd(8, Number(values.records), made('crowd'), simple);
  faults.push(...crowded);
  process.stdout.write(`8 writers × ${values.records} records: ${present} present, ${crowded.length} faults\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
