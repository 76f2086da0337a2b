/** The lists that `--lists` names: a folder, or REVISION:FOLDER for that folder as it was in a revision of git. */
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { type GitFile, Repository } from '../git.ts';
import { defaultCache } from '../lists/cache.ts';
import {
  kindOf,
  type ListFile,
  libraryOf,
  listFiles,
  loadLibrary,
  shippedLists,
  type UpperLists,
} from '../lists/load.ts';
import type { Lang, Library } from '../types.ts';

/** Help of a `--lists` option that takes both. */
export const listsHelp = (lang: Lang): string =>
  lang === 'zh'
    ? '清单目录；“版本:目录”为 git 某个版本里的清单，例如 v2025:清单'
    : 'folder of the lists; REVISION:FOLDER for the lists of a git revision, as in v2025:lists';

/**
 * @param name as typed; a folder that is there is always meant as a folder
 * @throws UserError for a missing folder, revision, or fault of the lists
 */
export function namedLibrary(name: string): Library {
  // one letter before the colon is a drive
  const [, ref, folder] = existsSync(name) ? [] : (/^([^:]{2,}):(.*)$/s.exec(name) ?? []);
  if (ref === undefined || folder === undefined) return loadLibrary(name);
  const { repository, under } = placeOf(folder);
  const library = libraryAt(repository, repository.commit(ref), under, ref);
  if (library === null)
    throw new UserError('no-lists', name, '这个版本的这个目录里没有清单', '目录从当前目录写起，例如 v2025:清单');
  return { ...library, dir: name };
}

/** The repository of a folder that may be gone by now, and its path below the root. */
function placeOf(folder: string): { repository: Repository; under: string } {
  let there = resolve(folder);
  let rest = '';
  while (!existsSync(there) && dirname(there) !== there) {
    rest = join(basename(there), rest);
    there = dirname(there);
  }
  const repository = Repository.of(there);
  const under = relative(realpathSync(repository.root), join(realpathSync(there), rest));
  return { repository, under: under.split(sep).join('/').replace(/\/$/, '') };
}

/** The lists of a folder in a revision, null when there are none. */
export function libraryAt(repository: Repository, commit: string, under: string, ref: string): Library | null {
  const shown = `${ref}:${under}`;
  const lists = listsOf(folderOf(repository.files(commit, under), shown));
  return lists.length === 0 ? null : libraryOf(lists, shown, defaultCache(), upperAt(repository, commit, ref));
}

/** The lists above as they were in that revision; those that come with the tool are as they are. */
function upperAt(repository: Repository, commit: string, ref: string): UpperLists {
  return (extended, dir) => {
    if (extended === 'qingdan') return { dir: shippedLists(), files: listFiles(shippedLists()) };
    const under = posix.join(dir.slice(ref.length + 1), extended);
    if (under.startsWith('..'))
      throw new UserError('gate-outside', extended, '上级清单不在这个版本库里，无从比对', '请把上级清单也纳入版本库');
    const shown = `${ref}:${under}`;
    return { dir: shown, files: listsOf(folderOf(repository.files(commit, under), shown)) };
  };
}

/** @throws UserError for symbolic links and submodules: what they lead to is not under control */
export function folderOf(files: readonly GitFile[], shown: string): Map<string, Buffer> {
  const odd = files.find((one) => one.mode !== '100644' && one.mode !== '100755');
  if (odd)
    throw new UserError(
      'gate-link',
      `${shown}/${odd.path}`,
      `是${odd.mode === '160000' ? '子模块' : '符号链接'}，内容不受控`,
      '请换成普通文件',
    );
  return new Map(files.map((one) => [one.path, one.bytes]));
}

const listsOf = (files: ReadonlyMap<string, Buffer>): ListFile[] =>
  [...files]
    .filter(([path]) => kindOf(path) !== null || /^register\/wide\/[^/]+$/.test(path))
    .map(([path, bytes]) => ({ path, bytes }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
