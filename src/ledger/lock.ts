/**
 * One writer at a time. The lock is a folder that is made complete (with its owner inside) under a name of its own and
 * then renamed into place: a rename onto a folder that is not empty fails, so the owner is known from the first moment.
 * A lock whose process is gone is named and taken over.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors.ts';

const LOCK = '.lock';
const WANT = '.want-';
const GUARD = '.takeover';
const OWNER = 'owner.json';
/** a lock of another machine is believed for this long */
const FOREIGN_MS = 10 * 60 * 1000;
/** what a crash can leave half done is believed for this long */
const HALF_MS = 5000;

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** when the process was started, so that a number used again is not mistaken for it; null where unknown */
  readonly started: string | null;
  readonly nonce: string;
}

export interface LockOptions {
  /** milliseconds to wait for another writer */
  readonly wait?: number;
  /** told about a stale lock that is taken over */
  readonly notice?: (text: string) => void;
}

/**
 * Runs `work` while holding the lock of `dir`.
 * @throws UserError 'ledger-busy' that names the holder when it does not let go in time
 */
export async function withLock<T>(dir: string, work: () => T | Promise<T>, options: LockOptions = {}): Promise<T> {
  const release = await acquire(dir, options);
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(dir: string, { wait = 20_000, notice }: LockOptions): Promise<() => void> {
  const nonce = randomBytes(6).toString('hex');
  const own: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid), nonce };
  const want = join(dir, `${WANT}${nonce}`);
  const lock = join(dir, LOCK);
  mkdirSync(want);
  try {
    // complete before anybody can see it as the lock
    writeFileSync(join(want, OWNER), JSON.stringify(own), { flag: 'wx' });
    const deadline = performance.now() + wait;
    for (let pause = 4; ; pause = Math.min(pause * 1.5, 60)) {
      if (renamed(want, lock)) {
        // the folder is as young as its last entry: its age counts from here, not from the first try
        writeFileSync(join(lock, 'held'), '');
        sweep(dir);
        return () => release(dir, nonce);
      }
      const holder = ownerOf(lock);
      const age = ageOf(lock, want);
      if (age !== null && isStale(holder, age) && takeOver(dir, holder, want)) {
        notice?.(staleText(holder, age));
        continue;
      }
      if (performance.now() > deadline) throw busy(dir, holder, age ?? 0);
      // waiting writers spread out, or they all come back at the same moment
      await sleep(pause * (0.5 + randomBytes(1)[0]! / 256));
    }
  } catch (error) {
    rmSync(want, { recursive: true, force: true });
    throw error;
  }
}

/** True when the folder is now the lock. */
function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM' || code === 'EACCES') {
      if (statSync(to, { throwIfNoEntry: false })) return false;
      if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    }
    throw error;
  }
}

function release(dir: string, nonce: string): void {
  const away = join(dir, `${WANT}${nonce}`);
  // gone already when somebody cleared it by hand: nothing to undo
  try {
    if (ownerOf(join(dir, LOCK))?.nonce === nonce) renameSync(join(dir, LOCK), away);
  } catch {}
  rmSync(away, { recursive: true, force: true });
}

function ownerOf(folder: string): Owner | null {
  try {
    return JSON.parse(readFileSync(join(folder, OWNER), 'utf8')) as Owner;
  } catch {
    return null;
  }
}

/** Age in milliseconds by the clock of the file system itself: a file written now; null when there is nothing. */
function ageOf(folder: string, mine: string): number | null {
  const held = statSync(folder, { throwIfNoEntry: false });
  if (!held) return null;
  const probe = join(mine, 'now');
  writeFileSync(probe, '');
  return statSync(probe).mtimeMs - held.mtimeMs;
}

function isStale(owner: Owner | null, age: number): boolean {
  if (owner === null) return age > HALF_MS;
  if (owner.host !== hostname()) return age > FOREIGN_MS;
  return !isAlive(owner);
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = startOf(owner.pid);
  return started === null || owner.started === null || started === owner.started;
}

/** Start of a process in clock ticks since boot (Linux); null elsewhere. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Puts a stale lock aside; a guard sees to it that two takers do not put away each other's fresh lock. */
function takeOver(dir: string, stale: Owner | null, mine: string): boolean {
  const guard = join(dir, GUARD);
  try {
    mkdirSync(guard);
  } catch {
    const age = ageOf(guard, mine);
    if (age !== null && age > HALF_MS) rmSync(guard, { recursive: true, force: true });
    return false;
  }
  try {
    const lock = join(dir, LOCK);
    if (ownerOf(lock)?.nonce !== stale?.nonce) return false;
    const away = join(dir, `${WANT}${randomBytes(6).toString('hex')}`);
    renameSync(lock, away);
    rmSync(away, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
}

/** Whoever holds the lock clears what writers that were killed have left behind. */
function sweep(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (!name.startsWith(WANT)) continue;
    const path = join(dir, name);
    const owner = ownerOf(path);
    if (owner !== null && (owner.host !== hostname() || isAlive(owner))) continue;
    if (owner === null && !isOld(path, dir)) continue;
    rmSync(path, { recursive: true, force: true });
  }
}

/** A folder without an owner may be half made right now. */
function isOld(path: string, dir: string): boolean {
  const age = ageOf(path, join(dir, LOCK));
  return age !== null && age > HALF_MS;
}

const seconds = (ms: number): string => `${Math.max(0, Math.round(ms / 1000))} 秒`;
const named = (owner: Owner | null): string => (owner ? `进程 ${owner.pid}（主机 ${owner.host}）` : '不明的进程');

const staleText = (owner: Owner | null, age: number): string =>
  `台账锁是${named(owner)} ${seconds(age)}前留下的，该进程已不在，现接管`;

const busy = (dir: string, owner: Owner | null, age: number): UserError =>
  new UserError(
    'ledger-busy',
    dir,
    `台账正被${named(owner)}占用，已 ${seconds(age)}`,
    `请稍后再试；确知该进程已不在，可删除 ${join(dir, LOCK)}`,
  );
