/**
 * A report file appears whole or not at all: it is written beside its place under a name of its own, synced, and renamed
 * when the run has come to its end. A run that fails, is interrupted or killed leaves the older report as it was.
 */
import { rmSync } from 'node:fs';
import { type FileHandle, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors.ts';

export interface OutputFile {
  /** @throws UserError when the bytes cannot be written */
  write(piece: string | Uint8Array): Promise<void>;
  /** `complete` gives the file its name; otherwise nothing is left of it */
  close(complete: boolean): Promise<void>;
}

/** unfinished files of this process */
const unfinished = new Set<string>();

/** Removes what an interrupted run has begun to write. */
export function dropUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
  unfinished.clear();
}

/** `.报告.csv.1234.unfinished`: the number is the process that writes it */
const unfinishedName = (name: string, pid: number): string => `.${name}.${pid}.unfinished`;

/** @throws UserError when the place cannot be written to */
export async function openOutput(path: string): Promise<OutputFile> {
  return guarded(path, async () => {
    // a link stays a link: what it points to is replaced
    const place = await realpath(path).catch(() => path);
    const before = await stat(place).catch(() => null);
    if (before?.isDirectory()) throw Object.assign(new Error(path), { code: 'EISDIR' });
    // devices and pipes have no place for a second file
    if (before !== null && !before.isFile()) return direct(path, await open(place, 'w'));
    const folder = dirname(place);
    await sweep(folder, basename(place));
    const temporary = join(folder, unfinishedName(basename(place), process.pid));
    const handle = await open(temporary, 'w', before === null ? 0o666 : before.mode);
    unfinished.add(temporary);
    return {
      write: (piece) => guarded(path, () => handle.writeFile(piece)),
      close: (complete) =>
        guarded(path, async () => {
          if (!unfinished.has(temporary)) return;
          try {
            if (complete) await handle.sync();
            await handle.close();
            if (complete) await rename(temporary, place);
          } finally {
            if (unfinished.delete(temporary)) await rm(temporary, { force: true });
          }
        }),
    };
  });
}

function direct(path: string, handle: FileHandle): OutputFile {
  let open = true;
  return {
    write: (piece) => guarded(path, () => handle.writeFile(piece)),
    close: async () => {
      if (open) await guarded(path, () => handle.close());
      open = false;
    },
  };
}

/** Removes unfinished files of the same report whose process is gone. */
async function sweep(folder: string, name: string): Promise<void> {
  for (const entry of await readdir(folder).catch(() => [])) {
    if (!entry.startsWith(`.${name}.`) || !entry.endsWith('.unfinished')) continue;
    const pid = Number(entry.slice(name.length + 2, -'.unfinished'.length));
    if (Number.isInteger(pid) && pid > 0 && !isAlive(pid)) await rm(join(folder, entry), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const what = code === 'EISDIR' ? '这是文件夹' : (code ?? message);
    throw new UserError('cannot-write', path, `写不进去（${what}）`, '请检查目录、权限和磁盘空间');
  }
}
