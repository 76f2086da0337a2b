/** The few questions asked of git. Whatever git cannot answer is an error: nothing is taken for granted. */
import { execFileSync } from 'node:child_process';
import { lstatSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { env } from 'node:process';
import { UserError } from './errors.ts';

/** A file of a revision, byte for byte as it was committed: no filter, no line-end conversion. */
export interface GitFile {
  /** below the folder that was asked for, with forward slashes */
  readonly path: string;
  /** 100644, 100755 plain; 120000 symbolic link; 160000 submodule */
  readonly mode: string;
  readonly bytes: Buffer;
}

const MAX_BYTES = 256 * 1024 * 1024;

/** Settings of the surroundings that could make git look elsewhere, or run something. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=', '-c', 'core.quotepath=off'] as const;

function environment(): NodeJS.ProcessEnv {
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));
  return { ...clean, LC_ALL: 'C', GIT_NO_REPLACE_OBJECTS: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
}

/** The repository that holds a folder. */
export class Repository {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** @throws UserError when git is missing or the folder is in no repository */
  static of(dir: string): Repository {
    const top = run(resolve(dir), ['rev-parse', '--show-toplevel'], null)
      .toString('utf8')
      .replace(/\r?\n$/, '');
    return new Repository(top);
  }

  /**
   * Path of a folder below the root, '' for the root itself.
   * @throws UserError when it lies elsewhere, or is reached through a symbolic link: a link can be turned to anything
   */
  below(dir: string): string {
    const root = realpathSync(this.root);
    const near = relative(root, realpathSync(dir)).split(sep).join('/');
    if (near === '..' || near.startsWith('../') || linked(resolve(dir), root))
      throw new UserError('git-link', dir, '清单目录是符号链接或在版本库之外', '请指明版本库里的真实目录');
    return near;
  }

  /** The commit a name stands for. @throws UserError for an unknown name, as in a shallow clone */
  commit(ref: string): string {
    const fail = new UserError(
      'git-no-revision',
      null,
      `版本库里没有“${ref}”这个版本`,
      '请核对分支名；浅克隆的先 git fetch --unshallow',
    );
    const id = run(this.root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], fail);
    return id.toString('utf8').trim();
  }

  /** Paths of all files of a revision, from the root. */
  paths(commit: string): string[] {
    return this.#list(commit, '').map((one) => one.path);
  }

  /** All files of a revision under a folder, or the file of that path; none when it is not there. */
  files(commit: string, under: string): GitFile[] {
    const listed = this.#list(commit, under);
    const blobs = listed.filter((one) => one.mode !== '160000');
    const bytes = blobs.length === 0 ? [] : this.#contents(blobs.map((one) => one.id));
    const byId = new Map(blobs.map((one, i) => [one.id, bytes[i]!]));
    const cut = under === '' ? 0 : under.length + 1;
    return listed.map(({ path, mode, id }) => ({
      path: path.slice(cut),
      mode,
      bytes: byId.get(id) ?? Buffer.alloc(0),
    }));
  }

  /** Paths under a folder that differ from HEAD as git sees it, new files included. */
  changed(under: string): Set<string> {
    const place = under === '' ? '.' : under;
    const out = run(
      this.root,
      ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--', place],
      null,
    );
    const entries = out
      .toString('utf8')
      .split('\0')
      .filter((one) => one !== '');
    const cut = under === '' ? 0 : under.length + 1;
    return new Set(entries.map((one) => one.slice(3 + cut)));
  }

  #list(commit: string, under: string): { path: string; mode: string; id: string }[] {
    const place = under === '' ? [] : ['--', under];
    const out = run(this.root, ['ls-tree', '-r', '-z', '--full-tree', commit, ...place], null).toString('utf8');
    return out
      .split('\0')
      .filter((one) => one !== '')
      .map((one) => {
        const [, mode = '', id = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]*)$/.exec(one) ?? [];
        return { path, mode, id };
      });
  }

  /** Contents of objects, in the order asked: `<id> <type> <size>\n<bytes>\n` each. */
  #contents(ids: readonly string[]): Buffer[] {
    const out = run(this.root, ['cat-file', '--batch'], null, `${ids.join('\n')}\n`);
    let at = 0;
    return ids.map((id) => {
      const end = out.indexOf('\n', at);
      const [, type, size] = out.toString('latin1', at, end).split(' ');
      if (type !== 'blob') throw new UserError('git-object', null, `版本库里读不出 ${id}`, '请用 git fsck 检查版本库');
      const bytes = out.subarray(end + 1, end + 1 + Number(size));
      at = end + 2 + Number(size);
      return bytes;
    });
  }
}

/** Whether a folder, or one above it inside the root, is a symbolic link. */
function linked(dir: string, root: string): boolean {
  if (realpathSync(dir) === root || dirname(dir) === dir) return false;
  return lstatSync(dir).isSymbolicLink() || linked(dirname(dir), root);
}

function run(dir: string, args: readonly string[], fail: UserError | null, input?: string): Buffer {
  try {
    return execFileSync('git', ['-C', dir, ...SAFE, ...args], {
      env: environment(),
      maxBuffer: MAX_BYTES,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input === undefined ? {} : { input }),
    });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: Buffer };
    if (code === 'ENOENT') throw new UserError('git-missing', dir, '没有找到 git 或目录', '请安装 git，核对目录');
    if (fail) throw fail;
    const said = stderr?.toString('utf8').trim().split('\n').at(-1) ?? String(error);
    throw new UserError('git-failed', dir, `git 没有答出来（${said}）`, '请在清单的版本库里运行，并检查版本库是否完整');
  }
}
