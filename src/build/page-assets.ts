/**
 * Writes src/report/html/assets.ts: script and style of the HTML report as text, so that the report needs no file beside
 * it. Run `npm run assets` after a change of page.js or page.css; a test fails when the written file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../report/html/', import.meta.url);

export function source(): string {
  const text = (name: string): string => {
    const lines = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n');
    return lines.map((line) => `  ${JSON.stringify(`${line}\n`)}`).join(' +\n');
  };
  return [
    '/** Written by src/build/page-assets.ts from page.js and page.css; do not edit. */',
    '// biome-ignore-all lint/suspicious/noTemplateCurlyInString: text of another language',
    '// biome-ignore format: text of another language',
    `export const SCRIPT =\n${text('page.js')};`,
    '// biome-ignore format: text of another language',
    `export const STYLE =\n${text('page.css')};`,
    '',
  ].join('\n');
}

if (process.argv[1]?.endsWith('page-assets.ts')) writeFileSync(new URL('assets.ts', folder), source());
