/**
 * The append-only store of all ledgers: a folder of chains, a chain a folder of immutable records, a record one file.
 *
 *   <store>/<chain>/<seq>-<kind>-<random>.yaml
 *
 * Every record carries the hash of its own content and that of its predecessor in the chain, so that an edit, a gap and
 * a changed order are seen; chains do not know each other, so that two branches can each add one. A record is written
 * to a temporary file, synced, linked to its name and the folder synced: only then is it confirmed. Nothing is ever
 * changed or removed; a correction is a new record. A record that cannot be read is an error, never skipped.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { parseYaml } from '../lists/yaml.ts';
import { type LockOptions, withLock } from './lock.ts';
import { canonical, type Plain, writeYaml } from './yaml-write.ts';

/** What a record says; its shape belongs to the ledger that wrote it. */
export type RecordData = { readonly [key: string]: Plain };

export interface LedgerRecord {
  /** file name without extension: sequence, kind, random suffix */
  readonly id: string;
  readonly chain: string;
  /** 1, 2, 3 … inside the chain */
  readonly seq: number;
  readonly kind: string;
  /** YYYY-MM-DD: the day of the act that is recorded */
  readonly date: string;
  /** hash of the predecessor, null for the first of a chain */
  readonly previous: string | null;
  readonly data: RecordData;
  /** sha-256 over everything above, in canonical form */
  readonly hash: string;
}

/** A fault of a store: what is wrong, where. */
export interface StoreFault {
  readonly code: 'unreadable' | 'edited' | 'gap' | 'fork' | 'reordered' | 'stranger' | 'misplaced' | 'content';
  readonly path: string;
  readonly fault: string;
}

/** What is to be appended; the first record of a chain opens it. */
export interface NewRecord {
  readonly chain: string;
  readonly kind: string;
  readonly date: string;
  readonly data: RecordData;
}

const RECORD = /^(\d{4})-([a-z][a-z-]*)-([0-9a-z]{8})\.yaml$/;
/** names in a store that are no chains */
const OWN = /^(?:\.lock|\.takeover|\.want-[0-9a-f]+|\.tmp-[0-9a-z]+|\.gitattributes|\.gitignore|README\.md)$/;
const TMP = '.tmp-';
const CHAIN = /^[A-Za-z0-9][A-Za-z0-9-]{2,63}$/;

/** Letters and digits that are not mistaken for each other. */
const ALPHABET = '23456789abcdefghjkmnpqrstvwxyz';

/** `length` random characters for ids. */
export function randomSuffix(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]!).join('');
}

/** One folder of chains. `others` names files and folders of the store that are no chains (a policy, private data). */
export class Store {
  readonly dir: string;
  readonly #others: readonly string[];

  constructor(dir: string, others: readonly string[] = []) {
    this.dir = dir;
    this.#others = others;
  }

  /**
   * Names of all chains, in order; none when there is no store yet. An empty folder is none: whoever made it was killed
   * before the first record had its name.
   */
  chains(): string[] {
    if (!existsSync(this.dir)) return [];
    return readdirSync(this.dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !OWN.test(entry.name) && !this.#others.includes(entry.name))
      .map((entry) => entry.name)
      .filter((name) => readdirSync(join(this.dir, name)).length > 0)
      .sort();
  }

  /**
   * The records of a chain, first to last; empty when there is no such chain.
   * @throws UserError for the first fault: a record is never skipped
   */
  read(chain: string): LedgerRecord[] {
    const { records, faults } = this.inspect(chain);
    const [fault] = faults;
    if (fault) throw faultError(fault);
    return records;
  }

  /** All chains with their records. @throws UserError for the first fault */
  readAll(): ReadonlyMap<string, readonly LedgerRecord[]> {
    return new Map(this.chains().map((chain) => [chain, this.read(chain)]));
  }

  /** Every fault of the store: edits, gaps, changed order, forks, strangers, unreadable files. */
  verify(): StoreFault[] {
    if (!existsSync(this.dir)) return [];
    const strangers = readdirSync(this.dir, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !OWN.test(entry.name) && !this.#others.includes(entry.name))
      .map(
        (entry): StoreFault => ({
          code: 'stranger',
          path: join(this.dir, entry.name),
          fault: '不是台账的文件',
        }),
      );
    return [...strangers, ...this.chains().flatMap((chain) => this.inspect(chain).faults)];
  }

  /** Runs `work` alone: between reading and appending nobody else writes to this store. */
  async exclusive<T>(work: (writer: Writer) => T | Promise<T>, options: LockOptions = {}): Promise<T> {
    guarded(this.dir, () => this.#found());
    return guardedAsync(this.dir, () =>
      withLock(
        this.dir,
        () => {
          sweepTemporary(this.dir);
          return work({ append: (record) => this.#append(record) });
        },
        options,
      ),
    );
  }

  /** One record under a lock of its own. Resolved = on disk. */
  append(record: NewRecord, options: LockOptions = {}): Promise<LedgerRecord> {
    return this.exclusive((writer) => writer.append(record), options);
  }

  /** Records of a chain with all its faults. */
  inspect(chain: string): { records: LedgerRecord[]; faults: StoreFault[] } {
    const folder = join(this.dir, chain);
    const faults: StoreFault[] = [];
    const records: LedgerRecord[] = [];
    if (!existsSync(folder)) return { records, faults };
    if (!CHAIN.test(chain)) faults.push({ code: 'stranger', path: folder, fault: '不是台账的目录' });
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (!RECORD.test(name)) {
        faults.push({ code: 'stranger', path, fault: '不是台账的记录文件' });
        continue;
      }
      const read = readRecord(path);
      if ('fault' in read) faults.push(read);
      else {
        if (read.id !== name.slice(0, -'.yaml'.length) || read.chain !== chain)
          faults.push({ code: 'misplaced', path, fault: `记录 ${read.chain}/${read.id} 被改名或移动` });
        records.push(read);
      }
    }
    faults.push(...chainFaults(folder, records));
    return { records, faults };
  }

  /** The folder, and what git must know about it. */
  #found(): void {
    if (existsSync(join(this.dir, '.gitignore'))) return;
    mkdirSync(this.dir, { recursive: true });
    for (const [name, text] of [
      ['.gitattributes', '* -text\n'],
      ['.gitignore', ['.lock', '.takeover', '.want-*', '.tmp-*', ...this.#others.filter(isPrivate), ''].join('\n')],
    ] as const)
      if (!existsSync(join(this.dir, name))) writeFileSync(join(this.dir, name), text);
  }

  #append({ chain, kind, date, data }: NewRecord): LedgerRecord {
    if (!CHAIN.test(chain)) throw new RangeError(`no chain: ${chain}`);
    const before = this.read(chain);
    const last = before.at(-1) ?? null;
    const seq = before.length + 1;
    const id = `${String(seq).padStart(4, '0')}-${kind}-${randomSuffix(8)}`;
    const sealed = seal({ id, chain, seq, kind, date, previous: last?.hash ?? null, data });
    const folder = join(this.dir, chain);
    guarded(folder, () => {
      if (!existsSync(folder)) {
        mkdirSync(folder);
        syncFolder(this.dir);
      }
      writeOnce(join(folder, `${id}.yaml`), Buffer.from(recordText(sealed), 'utf8'), this.dir);
    });
    return sealed;
  }
}

/** Appends while the lock is held. */
export interface Writer {
  append(record: NewRecord): LedgerRecord;
}

const isPrivate = (name: string): boolean => name === 'private';

/** The record with its hash. */
export function seal(record: Omit<LedgerRecord, 'hash'>): LedgerRecord {
  return { ...record, hash: createHash('sha256').update(canonical(record), 'utf8').digest('hex') };
}

function recordText({ id, chain, seq, kind, date, previous, data, hash }: LedgerRecord): string {
  return `# 台账记录：不得修改、改名或删除；更正请另立记录\n${writeYaml({ id, chain, seq, kind, date, previous, data, hash })}`;
}

function readRecord(path: string): LedgerRecord | StoreFault {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { code: 'unreadable', path, fault: `读不出来（${(error as NodeJS.ErrnoException).code ?? '不明'}）` };
  }
  const file = parseYaml(bytes, path);
  const [fault] = file.faults;
  if (fault) return { code: 'unreadable', path, fault: `第 ${fault.place.line} 行${fault.fault}` };
  const value = plainOf(file.value) as Partial<LedgerRecord> | null;
  if (!isRecord(value)) return { code: 'unreadable', path, fault: '不是完整的台账记录' };
  const { hash, ...rest } = value;
  if (seal(rest).hash !== hash) return { code: 'edited', path, fault: '内容与自身的校验值不符，写入后被改动过' };
  return value;
}

function isRecord(value: Partial<LedgerRecord> | null): value is LedgerRecord {
  return (
    value !== null &&
    typeof value === 'object' &&
    ['id', 'chain', 'kind', 'date', 'hash'].every((key) => typeof value[key as keyof LedgerRecord] === 'string') &&
    Number.isInteger(value.seq) &&
    (value.previous === null || typeof value.previous === 'string') &&
    typeof value.data === 'object' &&
    value.data !== null
  );
}

/** Parsed YAML has maps without a prototype; records are ordinary objects, a key `__proto__` stays a key. */
function plainOf(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plainOf);
  if (value === null || typeof value !== 'object') return value as Plain;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainOf(one)]));
}

/** Sequence, predecessors and dates of a chain. */
function chainFaults(folder: string, records: readonly LedgerRecord[]): StoreFault[] {
  const faults: StoreFault[] = [];
  records.forEach((record, i) => {
    const path = join(folder, `${record.id}.yaml`);
    const before = records[i - 1] ?? null;
    const say = (code: StoreFault['code'], fault: string): void => void faults.push({ code, path, fault });
    if (before && record.seq === before.seq)
      say('fork', `与 ${before.id} 同为第 ${record.seq} 步，多半是两个分支各加了一条`);
    else if (record.seq !== (before?.seq ?? 0) + 1)
      say('gap', `第 ${(before?.seq ?? 0) + 1} 步的记录不见了，直接到了第 ${record.seq} 步`);
    else if (record.previous !== (before?.hash ?? null))
      say('reordered', before ? `与前一条 ${before.id} 接不上，记录被替换或换了次序` : '不该有前一条，却写着有');
    else if (before && record.date < before.date) say('reordered', `日期 ${record.date} 早于前一条的 ${before.date}`);
  });
  return faults;
}

/** A fault as the error the user sees. */
export function faultError(fault: StoreFault): UserError {
  return new UserError(
    `ledger-${fault.code}`,
    fault.path,
    fault.fault,
    '请从版本库恢复原记录，再用 qingdan ledger check 核对',
  );
}

/**
 * Writes a file that must not exist yet: temporary file, sync, link, sync of the folder. When it returns, it is on disk.
 * @param tmpDir where the temporary file lies, on the same file system
 */
export function writeOnce(path: string, bytes: Uint8Array, tmpDir: string, mode = 0o644): void {
  const temporary = join(tmpDir, `${TMP}${randomSuffix(10)}`);
  try {
    writeSynced(temporary, bytes, mode);
    try {
      linkSync(temporary, path);
    } catch (error) {
      // file systems without hard links: the lock sees to it that nobody else takes the name in between
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? ''))
        throw error;
      if (existsSync(path)) throw Object.assign(new Error(path), { code: 'EEXIST' });
      renameSync(temporary, path);
    }
  } finally {
    rmSync(temporary, { force: true });
  }
  syncFolder(join(path, '..'));
}

/** Replaces a file in one step: temporary file beside it, sync, rename, sync of the folder; keeps the mode. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const folder = join(path, '..');
  const temporary = join(folder, `${TMP}${randomSuffix(10)}`);
  guarded(path, () => {
    try {
      writeSynced(temporary, bytes, statSync(path, { throwIfNoEntry: false })?.mode ?? 0o644);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(folder);
  });
}

function writeSynced(path: string, bytes: Uint8Array, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(folder: string): void {
  let handle: number;
  try {
    handle = openSync(folder, 'r');
  } catch {
    // folders cannot be opened on Windows, where the rename itself is journalled
    return;
  }
  try {
    fsyncSync(handle);
  } catch (error) {
    if (!['EINVAL', 'EPERM', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    closeSync(handle);
  }
}

/** Temporary files of writers that were killed; only called under the lock, when nobody else is writing. */
function sweepTemporary(dir: string): void {
  for (const name of readdirSync(dir)) if (name.startsWith(TMP)) unlinkSync(join(dir, name));
}

const DISK: Readonly<Record<string, readonly [fault: string, hint: string]>> = {
  ENOSPC: ['磁盘已满，没有写成', '请腾出空间后重试；原有内容没有变'],
  EDQUOT: ['超出磁盘配额，没有写成', '请腾出空间后重试；原有内容没有变'],
  EROFS: ['磁盘是只读的，没有写成', '请换到可写的目录'],
  EACCES: ['没有写入权限', '请检查目录权限'],
  EPERM: ['没有写入权限', '请检查目录权限'],
  ENOTDIR: ['路径中间有一段不是目录', '请检查 --ledger、--lists 指的路径'],
  EIO: ['磁盘读写出错，没有写成', '请检查磁盘'],
  EFBIG: ['文件超过允许的大小，没有写成', '请检查磁盘和配额'],
  EEXIST: ['同名的文件已经存在', '请检查目录'],
};

/** Faults of the disk in the user's words. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw diskError(path, error);
  }
}

async function guardedAsync<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskError(path, error);
  }
}

function diskError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const known = DISK[code];
  if (!known || error instanceof UserError) return error;
  return new UserError('cannot-write', path, `${known[0]}（${code}）`, known[1]);
}
