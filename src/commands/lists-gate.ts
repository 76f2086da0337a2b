/** What the gate needs from the disk and from git: the lists before and after, the records, the policy of the base. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { CONFIG_FILE, readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { Repository } from '../git.ts';
import type { LintFinding } from '../govern/checks/check.ts';
import { frozenCases, isFrozen } from '../govern/gate/frozen.ts';
import { countingApprovals, gate } from '../govern/gate/gate.ts';
import type { FolderFiles, GateSubject } from '../govern/gate/gate-check.ts';
import { POLICY_PATH } from '../govern/gate/policy-changed.ts';
import { sameText } from '../govern/gate/same-text.ts';
import {
  type AdmissionCase,
  type ApprovedChange,
  admissionStore,
  readAdmissions,
  readCases,
} from '../ledger/admission.ts';
import { loadPolicy, type Policy, parsePolicy } from '../ledger/policy.ts';
import { kindOf } from '../lists/load.ts';
import type { Lang, Library } from '../types.ts';
import { folderOf, libraryAt } from './lists-at.ts';

/** The lists of a revision, as lint compares with them. */
export interface BaseLists {
  readonly repository: Repository;
  readonly commit: string;
  /** folder of the lists below the root of the repository */
  readonly under: string;
  readonly files: FolderFiles;
  /** null when the revision has no lists yet */
  readonly library: Library | null;
}

/** @throws UserError when git or the revision is missing, or its lists cannot be read: the gate does not open then */
export function baseLists(dir: string, ref: string): BaseLists {
  const repository = Repository.of(dir);
  const under = repository.below(dir);
  const commit = repository.commit(ref);
  const files = folderOf(repository.files(commit, under), `${ref}:${under}`);
  // lists without an edition are lists all the same: only a folder that holds none of them is a first import
  const library = libraryAt(repository, commit, under, ref);
  if (library === null) refuseMoved(repository, commit, under);
  refuseTurnedConfig(repository, commit);
  return { repository, commit, under, files, library };
}

/** Where lists of the base are gone, a new folder is no first import. */
function refuseMoved(repository: Repository, commit: string, under: string): void {
  const gone = repository
    .paths(commit)
    .filter((path) => /(^|\/)decision\.yaml$/.test(path))
    .map((path) => dirname(path))
    .find((folder) => folder !== under && !existsSync(join(repository.root, folder, 'edition.yaml')));
  if (gone === undefined) return;
  throw new UserError(
    'gate-moved',
    under,
    `基准版本的清单在 ${gone}，这次变更把它挪走了，不是首次导入`,
    `请把清单放回 ${gone}`,
  );
}

/** A configuration of the base that led to lists leads to the same lists still: else the gate would watch another door. */
function refuseTurnedConfig(repository: Repository, commit: string): void {
  const paths = repository.paths(commit);
  for (const path of paths.filter((one) => one === CONFIG_FILE || one.endsWith(`/${CONFIG_FILE}`))) {
    const file = join(repository.root, path);
    const [before] = repository.files(commit, path);
    const listsOf = (bytes: Uint8Array | null): unknown => bytes && readConfig(bytes, file).options['lists'];
    const was = listsOf(before?.bytes ?? null);
    if (typeof was !== 'string' || !existsSync(was)) continue;
    if (listsOf(existsSync(file) ? readFileSync(file) : null) === was) continue;
    throw new UserError(
      'gate-config',
      path,
      '清单目录被改到了别处，原来的清单还在',
      '请恢复配置里的 lists；确要搬家的，单独提交',
    );
  }
}

/** Runs the gate over the working folder, which must be what is committed but for changes that git sees. */
export async function runGate(
  base: BaseLists,
  dir: string,
  head: Library,
  { asOf, lang }: { readonly asOf: string; readonly lang: Lang },
): Promise<LintFinding[]> {
  const { repository, commit, under } = base;
  const frozen = repository.files(commit, 'fixtures/eval').flatMap(({ path, bytes }) => {
    const place = `fixtures/eval/${path}`;
    return isFrozen(place) ? frozenCases(place, bytes) : [];
  });
  const working = diskFolder(dir);
  const policy = policyOf(base, dir);
  const committed = folderOf(repository.files(repository.commit('HEAD'), under), `HEAD:${under}`);
  const ledger = ledgerOf(join(dir, 'admissions'), policy);
  return gate({
    base: base.library,
    head,
    baseFiles: base.files,
    headFiles: working,
    ...ledger,
    approvals: [...ledger.approvals, ...approvedAbove(base, dir, head)],
    hidden: hidden(repository, under, working, committed),
    frozen,
    asOf,
    lang,
  });
}

/**
 * What the ledgers of the lists above have approved, for items that come from there. Each under its own policy of the
 * base revision; a ledger that lost or altered a record since, or has none in the base, approves nothing.
 */
function approvedAbove(base: BaseLists, dir: string, head: Library): ApprovedChange[] {
  const { extends: extended } = head.edition;
  if (extended === null || extended === 'qingdan' || !head.upper) return [];
  const above = join(dir, extended);
  const under = posix.join(base.under, extended);
  const upper: BaseLists = {
    ...base,
    under,
    files: folderOf(base.repository.files(base.commit, under), under),
  };
  const kept = [...upper.files].every(([path, bytes]) => {
    if (!path.startsWith('admissions/') || path === POLICY_PATH) return true;
    const file = join(above, path);
    return existsSync(file) && sameText(bytes, readFileSync(file));
  });
  const policy = upper.files.has(POLICY_PATH) ? policyOf({ ...upper, library: head.upper }, above) : null;
  if (!kept || policy === null) return [];
  const { approvals, cases } = ledgerOf(join(above, 'admissions'), policy);
  return [...countingApprovals(approvals, cases, head.upper), ...approvedAbove(upper, above, head.upper)];
}

/** What is approved under the policy of the base; nothing when the ledger has a fault, which the gate reports. */
export function approvedIn(base: BaseLists, dir: string): readonly ApprovedChange[] {
  const { approvals, cases } = ledgerOf(join(dir, 'admissions'), policyOf(base, dir));
  return countingApprovals(approvals, cases, base.library);
}

/** The policy of the base; of the folder itself at the first import only. */
function policyOf(base: BaseLists, dir: string): Policy | null {
  if (base.library === null) return loadPolicy(join(dir, 'admissions'));
  const bytes = base.files.get(POLICY_PATH);
  return bytes ? parsePolicy(bytes, `${base.commit.slice(0, 12)}:${POLICY_PATH}`) : null;
}

interface Ledger {
  readonly approvals: readonly ApprovedChange[];
  readonly cases: readonly AdmissionCase[];
  readonly ledgerFaults: readonly { readonly path: string; readonly fault: string }[];
}

/** Without a policy, or with a fault anywhere, nothing is approved. */
function ledgerOf(admissions: string, policy: Policy | null): Ledger {
  const short = (path: string): string => `admissions/${path.slice(admissions.length + 1)}`;
  const ledgerFaults = admissionStore(admissions)
    .verify()
    .map(({ path, fault }) => ({ path: short(path), fault }));
  if (policy === null || ledgerFaults.length > 0) return { approvals: [], cases: [], ledgerFaults };
  const cases = readCases(admissions, policy);
  const faults = cases.flatMap((one) => one.faults.map(({ path, fault }) => ({ path: short(path), fault })));
  return { approvals: readAdmissions(admissions, policy).approvals, cases, ledgerFaults: faults };
}

/**
 * Files that git calls unchanged and that yet differ from what is committed: attributes, filters or index flags stand
 * between what is checked here and what would land.
 */
function hidden(
  repository: Repository,
  under: string,
  working: FolderFiles,
  committed: FolderFiles,
): GateSubject['hidden'] {
  const changed = repository.changed(under);
  const paths = [...new Set([...working.keys(), ...committed.keys()])].filter((path) => !changed.has(path));
  return paths.flatMap((path): GateSubject['hidden'][number][] => {
    const [here, there] = [working.get(path), committed.get(path)];
    if (here && there) return sameText(here, there) ? [] : [{ path, how: 'differs' }];
    if (there) return [{ path, how: 'absent' }];
    return isLists(path) ? [{ path, how: 'ignored' }] : [];
  });
}

const isLists = (path: string): boolean =>
  kindOf(path) !== null || (path.startsWith('admissions/') && path.endsWith('.yaml'));

/** All files of a lists folder on disk. @throws UserError for symbolic links */
function diskFolder(dir: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(dir, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isSymbolicLink())
        throw new UserError('gate-link', join(dir, path), '是符号链接，内容不受控', '请换成普通文件');
      if (entry.isDirectory()) walk(path);
      else files.set(path, readFileSync(join(dir, path)));
    }
  };
  walk('');
  return files;
}
