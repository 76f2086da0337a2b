/**
 * `npm run --silent sbom > sbom.cdx.json`: the bill of materials (CycloneDX 1.5 JSON) of what an installation holds,
 * from the lock file alone, without network and without a clock: the same lock gives the same bytes.
 */
import { type Locked, type LockedPackage, readLock, resolved } from './lockfile.ts';

const purl = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;
/** a package may stand twice under one version: the path tells them apart */
const reference = (one: LockedPackage): string => `${purl(one.name, one.version)}#${one.path}`;

const license = (expression: string): object[] =>
  /[ ()]/.test(expression) ? [{ expression }] : [{ license: { id: expression } }];

/** The bill of materials of a lock file. */
export function sbom(locked: Locked): object {
  const root = purl(locked.name, locked.version);
  const refs = (from: string, needs: readonly string[]): string[] =>
    needs.flatMap((name) => resolved(locked, from, name) ?? []).map(reference);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': root,
        name: locked.name,
        version: locked.version,
        purl: root,
        licenses: license(locked.license),
      },
    },
    components: locked.packages.map((one) => ({
      type: 'library',
      'bom-ref': reference(one),
      name: one.name,
      version: one.version,
      purl: purl(one.name, one.version),
      licenses: license(one.license),
      hashes: [
        { alg: 'SHA-512', content: Buffer.from(one.integrity.replace('sha512-', ''), 'base64').toString('hex') },
      ],
    })),
    dependencies: [
      { ref: root, dependsOn: refs('', locked.needs) },
      ...locked.packages.map((one) => ({ ref: reference(one), dependsOn: refs(one.path, one.needs) })),
    ],
  };
}

if (process.argv[1]?.endsWith('sbom.ts'))
  process.stdout.write(`${JSON.stringify(sbom(readLock(new URL('../../', import.meta.url).pathname)), null, 2)}\n`);
