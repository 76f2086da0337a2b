/**
 * `npm run build`: the command line in one file with what V8 makes of it, one bundled entry for each process and thread
 * beside it, and the validators and the lists ready to be read. Everything in dist/ can be made again and is never
 * committed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { buildLists } from './lists-build.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = `${root}dist`;
/** a table on which a check comes by most of what a check needs */
const WARMING = `${root}fixtures/build/warming.csv`;

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // big, lazy or found through require at run time: they stay packages
  external: ['@e965/xlsx', '@e965/xlsx/*', 'yaml', 'ajv', 'ajv/*', 'docx'],
  logLevel: 'warning',
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
// one file in CommonJS form: it starts in half the time of modules that find each other
await build({
  ...common,
  entryPoints: { cli: `${root}src/cli.ts`, start: `${root}src/start.ts` },
  outdir: dist,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  minifyWhitespace: true,
  define: { 'import.meta.url': '__url' },
  banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
});
await build({
  ...common,
  entryPoints: { 'read-child': `${root}src/read/child.ts`, 'judge-job': `${root}src/commands/job.ts` },
  outdir: dist,
  splitting: true,
  format: 'esm',
  chunkNames: '[name]-[hash]',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
});
await buildLists(`${root}lists`, dist);
await keepCode();

/** Leaves cli.cjs.cache: what V8 has made of the functions that a check calls. */
async function keepCode(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'qingdan-build-'));
  try {
    const tool = join(folder, 'code-cache.cjs');
    await build({
      ...common,
      entryPoints: [`${root}src/build/code-cache.ts`],
      outfile: tool,
      format: 'cjs',
    });
    const args = ['check', WARMING, '--as-of', '2026-11-22', '--fail-on', 'never', '--quiet', '--format', 'table'];
    const outputs = [
      '--format',
      `jsonl:${join(folder, 'rows.jsonl')}`,
      '--format',
      `json:${join(folder, 'report.json')}`,
    ];
    execFileSync(process.execPath, [tool, join(dist, 'cli.cjs'), ...args, ...outputs], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
