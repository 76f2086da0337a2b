/** A small, complete set of lists for tests that check or change lists: quick to judge, and every word known. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MINI = 'fixtures/lists/mini';

/** Words of the small lexicon that stand for the classes the scale names. */
const CLASSES: Readonly<Record<string, string>> = {
  responsible: '责任主体',
  doubtful: '牵头',
  assisting: '协助',
  committee: '村',
  place: '村',
  department: '部门',
  post: '部门',
  superior: '部门',
  scoring: '计分',
};

/** Copies the small lists into a folder. The scale is that of the shipped lists, with classes of the small lexicon. */
export function copyMini(dir: string): void {
  cpSync(MINI, dir, { recursive: true });
  cpSync('lists/columns.yaml', join(dir, 'columns.yaml'));
  const scale = readFileSync('lists/decision.yaml', 'utf8');
  const at = scale.indexOf('\nclasses:');
  const end = scale.indexOf('\noverreach:');
  const classes = scale
    .slice(at, end)
    .replace(
      /^( {2})(\w+): \[.*\]/gm,
      (_, indent: string, key: string) => `${indent}${key}: [${CLASSES[key] ?? '镇街'}]`,
    );
  writeFileSync(join(dir, 'decision.yaml'), `${scale.slice(0, at)}${classes}\noverreach: press\nforms: [press]\n`);
}
