/**
 * `npm run build`: one bundled entry each for the command line, the workbook reader and the judging thread, with the
 * validators and the list cache beside them. Everything in dist/ can be made again and is never committed.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildLists } from './lists-build.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = `${root}dist`;

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
await build({
  entryPoints: {
    cli: `${root}src/cli.ts`,
    'read-child': `${root}src/read/child.ts`,
    'judge-job': `${root}src/commands/job.ts`,
  },
  outdir: dist,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  chunkNames: '[name]-[hash]',
  // big, lazy or found through require at run time: they stay packages
  external: ['@e965/xlsx', '@e965/xlsx/*', 'yaml', 'ajv', 'ajv/*', 'docx'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await buildLists(`${root}lists`, dist);
