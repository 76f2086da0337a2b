/**
 * `npm run portable [-- FOLDER]`: one folder for offices without Node. It holds the Node of this machine, the built
 * tool, the lists and the packages it needs, and a start script; it runs on machines of the same system and processor.
 */
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readLock } from './lockfile.ts';

const SH = `#!/bin/sh
# 便携版：用同一文件夹里的 Node 运行，不需要安装任何东西
case "$0" in
  */*) here="\${0%/*}" ;;
  *) here=. ;;
esac
exec "$here/runtime/node" "$here/bin/qingdan.js" "$@"
`;
const CMD = '@echo off\r\n"%~dp0runtime\\node.exe" "%~dp0bin\\qingdan.js" %*\r\n';
/** types are for those who write code */
const TYPES = /(?:^|\/)node_modules\/(?:@types\/|undici-types$)/;

/** @returns path of the start script; @throws when the tool has not been built */
export function makePortable(root: string, folder: string): string {
  if (!existsSync(join(root, 'dist/cli.cjs'))) throw new Error('dist/ is missing; run npm run build first');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'runtime'), { recursive: true });
  for (const name of ['bin', 'dist', 'lists', 'package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const { path } of readLock(`${root}/`).packages) {
    if (TYPES.test(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    // packages inside packages are in the list themselves
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      filter: (from) => !from.slice(join(root, path).length).includes('node_modules'),
    });
  }
  const windows = process.platform === 'win32';
  const node = join(folder, 'runtime', windows ? 'node.exe' : 'node');
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o755);
  const start = join(folder, windows ? 'qingdan.cmd' : 'qingdan');
  writeFileSync(start, windows ? CMD : SH);
  chmodSync(start, 0o755);
  return start;
}

if (process.argv[1]?.endsWith('portable.ts')) {
  const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
  const folder = resolve(
    process.argv[2] ?? `portable/qingdan-${readLock(`${root}/`).version}-${process.platform}-${process.arch}`,
  );
  process.stdout.write(`${makePortable(root, folder)}\n`);
}
