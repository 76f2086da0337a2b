/** The lock file as the supply chain scripts see it: what the installed tool is made of, without what only builds it. */
import { readFileSync } from 'node:fs';

/** One locked package. */
export interface LockedPackage {
  /** folder under the root: node_modules/docx/node_modules/undici-types */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** SPDX expression as the package states it */
  readonly license: string;
  /** sha512-… in base64 */
  readonly integrity: string;
  readonly installScript: boolean;
  /** names of what it needs at run time */
  readonly needs: readonly string[];
}

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface Locked {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly needs: readonly string[];
  /** runtime packages, by path */
  readonly packages: readonly LockedPackage[];
}

/** @param root folder of the package; @throws when there is no lock file of version 2 or later */
export function readLock(root: string): Locked {
  const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as { packages: Record<string, LockEntry> };
  const own = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as LockEntry & { name: string; version: string };
  const packages = Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && entry.dev !== true)
    .map(([path, entry]) => ({
      path,
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      license: entry.license ?? '',
      integrity: entry.integrity ?? '',
      installScript: entry.hasInstallScript === true,
      needs: Object.keys(entry.dependencies ?? {}),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    name: own.name,
    version: own.version,
    license: own.license ?? '',
    needs: Object.keys(own.dependencies ?? {}),
    packages,
  };
}

/** The package that `name` means inside `from`: the nearest node_modules on the way up. */
export function resolved(locked: Locked, from: string, name: string): LockedPackage | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    const found = locked.packages.find((one) => one.path === path);
    if (found || folder === '') return found;
  }
}
