/** LibreOffice as an oracle: tests that need it are skipped where it is missing, and fail when CI=true. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const found = spawnSync('soffice', ['--version'], { timeout: 60_000 });

/** True when LibreOffice can be used, and in CI, where its absence is a failure. */
export const office: boolean = found.status === 0 || process.env['CI'] === 'true';

/** Converts a file and returns the path of the result; the profile is thrown away. Throws when nothing was written. */
export function convert(file: string, to: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'qingdan-office-'));
  const profile = mkdtempSync(join(tmpdir(), 'qingdan-profile-'));
  try {
    const run = spawnSync(
      'soffice',
      [`-env:UserInstallation=file://${profile}`, '--headless', '--convert-to', to, '--outdir', folder, file],
      { timeout: 180_000, encoding: 'utf8' },
    );
    const made = readdirSync(folder)[0];
    if (made === undefined || !existsSync(join(folder, made))) throw new Error(`soffice: ${run.stderr || run.stdout}`);
    return join(folder, made);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}
