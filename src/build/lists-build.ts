/** The lists as the built program wants them: validators compiled ahead of time and the parsed shipped lists. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMandates } from '../basis/mandate.ts';
import { keepFor, keptJson } from '../kept.ts';
import { type BuildMark, keptName, sealed, sourceBuild } from '../lists/cache.ts';
import { compileLibrary, loadLibrary } from '../lists/load.ts';
import { compile } from '../match/compile.ts';
import { buildValidators } from './lists-validators.ts';

/**
 * Writes lists-validators.cjs, lists-cache.json, lists-build.json and what the stages keep (lists-….bin) into `out`,
 * beside the bundle.
 * @param lists folder of the shipped lists
 * @throws UserError when the shipped lists have a fault
 */
export async function buildLists(lists: string, out: string): Promise<void> {
  const mark: BuildMark = { build: sourceBuild(), engine: engineOf(fileURLToPath(new URL('..', import.meta.url))) };
  writeFileSync(join(out, 'lists-validators.cjs'), await buildValidators());
  writeFileSync(join(out, 'lists-cache.json'), compileLibrary(lists, mark.build));
  writeFileSync(join(out, 'lists-build.json'), `${JSON.stringify(mark)}\n`);
  const library = loadLibrary(lists, null);
  keepFor(library, {
    read: () => null,
    write: (name, bytes) => writeFileSync(join(out, keptName(name)), sealed(mark.engine, library.contentHash, bytes)),
  });
  compile(library);
  keptJson(library, 'wide', library.wide);
  if (library.basisWords) createMandates(library, library.basisWords);
}

/** sha-256 over all sources. */
function engineOf(src: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  for (const path of files.sort()) hash.update(path).update(readFileSync(join(src, path)));
  return hash.digest('hex');
}
