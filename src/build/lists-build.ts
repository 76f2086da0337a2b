/** The lists as the built program wants them: validators compiled ahead of time and the parsed shipped lists. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildMark, sourceBuild } from '../lists/cache.ts';
import { compileLibrary } from '../lists/load.ts';
import { buildValidators } from './lists-validators.ts';

/**
 * Writes lists-validators.cjs, lists-cache.json and lists-build.json into `out`, beside the bundle.
 * @param lists folder of the shipped lists
 * @throws UserError when the shipped lists have a fault
 */
export async function buildLists(lists: string, out: string): Promise<void> {
  const mark: BuildMark = { build: sourceBuild() };
  writeFileSync(join(out, 'lists-validators.cjs'), await buildValidators());
  writeFileSync(join(out, 'lists-cache.json'), compileLibrary(lists, mark.build));
  writeFileSync(join(out, 'lists-build.json'), `${JSON.stringify(mark)}\n`);
}
