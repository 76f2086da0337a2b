/**
 * A season at the year-end office, from the README's own table: every command there is run as written, in its order, in
 * a copy of fixtures/season, and what it prints and writes is held to goldens in fixtures/season-2027 (UPDATE=1
 * rewrites them). Afterwards no name and no number of those who complained may stand in anything that was written.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { env, execPath } from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Package } from '../src/ooxml/package.ts';
import { DEFAULT_LIMITS, openTables } from '../src/read/open.ts';
import { FORMATS } from '../src/report/registry.ts';
import type { Report } from '../src/types.ts';
import { SEASON, seasonWorkbooks } from './cases/make-season.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const GOLDENS = join(ROOT, 'fixtures/season-2027');
const home = mkdtempSync(join(tmpdir(), 'qingdan-season-'));
const work = join(home, '试用');
test.after(() => rmSync(home, { recursive: true, force: true }));

// ---------------------------------------------------------------- the commands

interface Step {
  readonly command: string;
  readonly code: number;
}

/** The rows of the README's table: the command in the second column, the exit code where the third one names it. */
const steps: Step[] = readFileSync(join(ROOT, 'README.md'), 'utf8')
  .split('\n')
  .flatMap((line): Step[] => {
    const [, , command = '', result = ''] = line.split('|');
    const written = /^ `(qingdan .*)` $/.exec(command);
    return written ? [{ command: written[1]!, code: Number(/退出码 (\d)/.exec(result)?.[1] ?? 0) }] : [];
  });

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
const said: string[] = [];

/** Runs a line as a shell would, `qingdan` being the built program. */
function shell(command: string): Ran {
  const done = spawnSync('bash', ['-c', command], {
    cwd: work,
    encoding: 'utf8',
    env: { ...env, PATH: `${join(home, 'bin')}:${env['PATH']}`, XDG_CACHE_HOME: join(home, 'cache'), NO_COLOR: '1' },
  });
  said.push(done.stdout, done.stderr);
  return { code: done.status, out: done.stdout, err: done.stderr };
}

test.before(() => {
  mkdirSync(join(home, 'bin'));
  mkdirSync(join(home, 'cache'));
  const program = join(home, 'bin/qingdan');
  writeFileSync(program, `#!/bin/sh\nexec '${execPath}' '${ROOT}bin/qingdan.js' "$@"\n`);
  chmodSync(program, 0o755);
  cpSync(SEASON, work, { recursive: true });
});

/** What differs from run to run, or with the scale and the words of the judgement, is left out. */
function steady(text: string): string {
  return text
    .replaceAll(ROOT, '…/')
    .replace(/\b((?:DB-\d{4}-\d{4}|JB-\d{8})-)[0-9a-z]{4,5}\b/g, '$1xxxx')
    .replace(/[（(]`?[0-9a-f]{12}`?[)）]/g, '（…）')
    .replace(/qingdan \d+\.\d+\.\d+/g, 'qingdan …')
    .replace(/(相似) 0\.\d+/g, '$1 …')
    .replace(/：(?:“[^”]*”)+/g, '：“…”')
    .replace(/(准入)　\d+ 件 \d+ 条记录/g, '$1　…');
}

function golden(name: string, text: string): void {
  const path = join(GOLDENS, `${name}.txt`);
  const shown = steady(text.endsWith('\n') ? text : `${text}\n`);
  if (env['UPDATE']) {
    mkdirSync(GOLDENS, { recursive: true });
    writeFileSync(path, shown);
  }
  assert.fixture(shown, readFileSync(path, 'utf8'));
}

test('the tables of the season are those of their source', async () => {
  for (const [name, bytes] of await seasonWorkbooks())
    assert.ok(readFileSync(new URL(name, SEASON)).equals(bytes), `${name}: npx tsx test/cases/make-season.ts`);
});

test('the README shows a whole season', () => {
  const shown = steps.map(({ command }) => command.split(' ').slice(1, 3).join(' '));
  for (const wanted of ['order issue', 'order reply', 'order verify', 'order close', 'complaint add', 'lists publish'])
    assert.ok(shown.includes(wanted), wanted);
  for (const wanted of ['--annotate', 'html:', 'docx:', '--docx', 'lookback', '--hours', '--funding', '--reply'])
    assert.ok(
      steps.some(({ command }) => command.includes(wanted)),
      wanted,
    );
});

steps.forEach(({ command, code }, i) => {
  test(`runs: ${command}`, () => {
    const ran = shell(command);
    assert.is(ran.code, code, `${ran.out}${ran.err}`);
    const number = String(i + 1).padStart(2, '0');
    golden(number, `$ ${command}\n${ran.out}${ran.err === '' ? '' : `\n[stderr]\n${ran.err}`}\n[exit ${ran.code}]\n`);
  });
});

// ---------------------------------------------------------------- what was written

const bytes = (name: string): Buffer => readFileSync(join(work, name));
const text = (name: string): string => bytes(name).toString('utf8');

/** Paragraphs of a Word document, one a line. */
async function wordText(name: string): Promise<string> {
  const parts = await Package.open(bytes(name));
  return parts
    .text('word/document.xml')
    .split('</w:p>')
    .map((paragraph) => [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((run) => run[1]).join(''))
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** Text of a page as it stands between its tags, without script and style. */
const pageText = (name: string): string =>
  text(name)
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, '\n')
    .replace(/[ \t]*\n[\s]*/g, '\n')
    .trim();

/** Records of all sheets, hidden ones too, cells cut by bars. */
async function sheetText(name: string, from = 0): Promise<string> {
  const lines: string[] = [];
  for (const table of await openTables(join(work, name), { encoding: null, sheet: null, limits: DEFAULT_LIMITS })) {
    lines.push(`[${table.sheet}]`);
    for await (const batch of table.rows())
      for (const { cells } of batch) lines.push(cells.slice(table.sheet === '村' ? from : 0).join(' | '));
  }
  return lines.join('\n');
}

test('the reports of the season', async () => {
  for (const season of ['2026秋', '2027春', '2027秋']) {
    const report = JSON.parse(text(`${season}.json`)) as Report;
    golden(
      `${season}.json`,
      report.rows
        .map(({ cell, unit, verdict, item, findings, points, text: said }) =>
          [cell, unit, verdict, item, findings.map(({ rule }) => rule).join('+') || '—', points, said].join(' | '),
        )
        .join('\n'),
    );
  }
  golden('2026秋.html', pageText('2026秋.html'));
  golden('审核意见.docx', await wordText('审核意见.docx'));
  golden('经费.md', text('经费.md').replaceAll('**', ''));
});

test('the annotated workbook is the old one with columns beside its table and a legend', async () => {
  const [before, after] = [await Package.open(bytes('2026秋.xlsx')), await Package.open(bytes('2026秋-已标注.xlsx'))];
  assert.equal(
    before.names().filter((name) => !after.names().includes(name)),
    [],
  );
  // the last column holds the evidence: words of the judgement, which its own tests follow
  golden(
    '2026秋-已标注.xlsx',
    (await sheetText('2026秋-已标注.xlsx', WIDTH)).replace(/(^[^|\n]*(?: \| [^|\n]*){4}) \| [^|\n]*$/gm, '$1 | …'),
  );
});
/** columns of the table of indicators */
const WIDTH = 8;

test('three orders in the first autumn; relapses in the second cite the closed ones', async () => {
  const letters = readdirSync(join(work, '督办单')).sort();
  assert.equal(letters, [
    '×减督〔2026〕1号 区文旅局.docx',
    '×减督〔2026〕2号 区医保局.docx',
    '×减督〔2026〕3号 区应急局.docx',
    '×减督〔2027〕1号 区医保局.docx',
    '×减督〔2027〕2号 区应急局.docx',
    '×减督〔2027〕3号 区民政局.docx',
  ]);
  const pages: string[] = [];
  for (const name of letters) pages.push(`== ${name}`, await wordText(`督办单/${name}`));
  golden('督办单', pages.join('\n'));
  const relapse = await wordText('督办单/×减督〔2027〕1号 区医保局.docx');
  assert.match(relapse, /曾经×减督〔2026〕2号督办并销号，现又出现，属反弹/);
});

test('the look-back names both relapses, what is new and what is put right', () => {
  const back = JSON.parse(
    shell('qingdan lookback 2026秋.json 2027春.json 2027秋.json --ledger ledger --format json').out,
  );
  assert.equal(
    back.changes.map((one: { state: string; unit: string; item: string; order: string | null }) => [
      one.state,
      one.unit,
      one.item,
      one.order,
    ]),
    [
      ['relapsed', '区医保局', 'V-P-06', '×减督〔2026〕2号'],
      ['relapsed', '区应急局', 'V-P-02', '×减督〔2026〕3号'],
      // its order is of a later day than the report
      ['new', '区民政局', 'V-P-07', null],
      ['fixed', '区文旅局', 'V-P-08', '×减督〔2026〕1号'],
      ['fixed', '区文旅局', 'V-P-15', '×减督〔2026〕1号'],
    ],
  );
});

test('relief counts what stayed away, not what came back', () => {
  const args = '2026秋.json 2027春.json 2027秋.json --ledger ledger --hours 工时.csv --format json';
  const stats = JSON.parse(shell(`qingdan stats ${args}`).out);
  assert.equal(stats.cancelled, { rows: 2, points: 9, certificates: 0 });
  assert.is(stats.relapsed, 2);
  assert.is(stats.hours, 40 + 24);
  assert.equal(stats.orders, { issued: 6, closed: 2, in_time: 2, open: 4 });
  assert.match(text('减负.svg'), /^<svg [\s\S]*<\/svg>\n$/);
  golden('减负.svg', text('减负.svg'));
  const early = shell('qingdan stats 2027春.json 2026秋.json');
  assert.is(early.code, 2);
  assert.match(early.err, /2026秋\.json: 基准日 2026-11-22 早于前一份 2027春\.json 的 2027-04-15；请按时间先后排列/);
});

test('the boards of village and community, on paper and as a page, say the same', async () => {
  for (const body of ['村', '社区']) {
    const [page, letter] = [pageText(`公示/公示牌-${body}.html`), await wordText(`公示/公示牌-${body}.docx`)];
    golden(`公示牌-${body}.html`, page);
    golden(`公示牌-${body}.docx`, letter);
    const items = page.split('\n').filter((_, i, lines) => /^\d+$/.test(lines[i - 1] ?? ''));
    assert.ok(items.length >= 35, String(items.length));
    for (const item of items) assert.ok(letter.includes(item), item);
  }
  assert.equal(readdirSync(join(work, '公示')).sort(), [
    '事项目录.csv',
    '事项目录.html',
    '事项目录.md',
    '公示牌-村.docx',
    '公示牌-村.html',
    '公示牌-社区.docx',
    '公示牌-社区.html',
  ]);
});

// ---------------------------------------------------------------- who told stays unnamed

const source = (name: string): string[][] =>
  readFileSync(new URL(name, SEASON), 'utf8')
    .split('\n')
    .filter((line) => line.includes('|') && !line.startsWith('#'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
/** who complained, who is named in the words, and how they are reached */
const TOLD = [
  ...source('举报.txt').flatMap(([, , name, phone]) => [name!, phone!]),
  ...['齐凤英', '340104198001011234', '聂卫国'],
].filter((one) => one !== '' && one !== '匿名');
/** contacts in the tables of indicators */
const CONTACTS = source('指标.txt')
  .flatMap((cells) => cells.slice(-2))
  .filter((one) => one !== '');

/** Full-width digits plain; spaces, dashes, brackets and invisible signs gone: nothing hides behind its spelling. */
const bare = (told: string): string => told.normalize('NFKC').replace(/[\s\-–—()+\p{Cf}]/gu, '');

function free(where: string, shown: string, secrets: readonly string[]): void {
  const plain = bare(shown);
  for (const secret of secrets) assert.not.ok(plain.includes(bare(secret)), `${where}: ${secret}`);
}

/** Text of a file: of every part of a zip package, of the file itself otherwise. */
async function readable(path: string): Promise<string> {
  const content = readFileSync(path);
  if (content.subarray(0, 2).toString('latin1') !== 'PK') return content.toString('utf8');
  const parts = await Package.open(content);
  return parts
    .names()
    .map((name) => `${name}\n${parts.text(name)}`)
    .join('\n');
}

test('no name and no number of a teller in any report, order, ledger or log', async () => {
  const [id] = (JSON.parse(shell('qingdan complaint list --as-of 2027-12-01 --format json').out).complaints ?? []).map(
    (lead: { id: string }) => lead.id,
  );
  assert.ok(id);
  // everything else that shows cases, and orders that follow up a complaint
  for (const more of [
    'complaint list --as-of 2027-12-01',
    'order show 2026-1 --as-of 2027-12-01',
    'order list --as-of 2027-12-01 --format json',
    'lookback 2026秋.json 2027秋.json --ledger ledger --format md',
    'ledger check --format json',
    `order issue 2026秋.json --on 2026-12-20 --unit 区医保局 --complaint ${id} --ledger 另一本 --docx 另一本 --format json`,
  ]) {
    const ran = shell(
      more.includes('另一本') ? `cp -r ledger 另一本 && rm -r 另一本/orders && qingdan ${more}` : `qingdan ${more}`,
    );
    assert.ok(ran.code === 0 || ran.code === 1, ran.err);
  }
  // the register itself, taken for a table and reported in every format
  const formats = Object.keys(FORMATS).map((format) => `--format ${format}:全部/登记.${format}`);
  for (const table of ['2026秋.xlsx', '举报登记.xlsx --map text=事项原话'])
    assert.is(
      shell(
        `mkdir -p 全部 && qingdan check ${table} --as-of 2026-12-12 ${formats.join(' ').replaceAll('登记', basename(table.split('.')[0]!))}`,
      ).code,
      1,
    );
  assert.is(readdirSync(join(work, '全部')).length, 2 * Object.keys(FORMATS).length);

  const inputs = new Set(readdirSync(SEASON).map((name) => join(work, name)));
  const written = [work, join(home, 'cache')].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const kept = written.filter((path) => path.includes('/complaints/private/'));
  assert.ok(kept.length > 0);
  const shown = written.filter((path) => !inputs.has(path) && !kept.includes(path));
  assert.ok(shown.length > 50, String(shown.length));
  for (const path of shown) {
    const content = await readable(path);
    free(path, content, TOLD);
    // the user's own cells stay as they are in the user's own workbook
    if (!path.endsWith('已标注.xlsx')) free(path, content, CONTACTS);
  }
  free('annotated columns', await sheetText('2026秋-已标注.xlsx', WIDTH), CONTACTS);
  free('stdout and stderr', said.join('\n'), [...TOLD, ...CONTACTS]);
  // the search finds what is there: the private records hold every one who gave a name
  const all = bare(kept.map((path) => readFileSync(path, 'utf8')).join('\n'));
  for (const secret of TOLD) assert.ok(all.includes(bare(secret)), secret);
});

test.run();
