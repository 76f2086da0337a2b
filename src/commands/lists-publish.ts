/** `qingdan lists publish`: boards for the wall and the directory for everybody, from the lists. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { boardHtml } from '../publish/board.ts';
import { type Published, published } from '../publish/directory.ts';
import { directoryCsv, directoryHtml, directoryMd } from '../publish/directory-formats.ts';
import { BODIES, type Body, type Lang } from '../types.ts';
import { choiceOption, dateOption, examples, type Io } from './command.ts';
import { listsHelp, namedLibrary } from './lists-at.ts';

const WHAT = ['all', 'boards', 'directory'] as const;
const FORMATS = ['html', 'docx', 'md', 'csv'] as const;
type What = (typeof WHAT)[number];
type PublishFormat = (typeof FORMATS)[number];

interface Raw {
  lists: string;
  body: Body | 'both';
  what: What;
  format: PublishFormat[];
  asOf?: string;
  output: string;
}

export function define(command: Command, io: Io): void {
  const say = (zh: string, en: string): string => (io.lang === 'zh' ? zh : en);
  const format = choiceOption('--format', FORMATS);
  command
    .option('--lists <dir>', listsHelp(io.lang), io.shippedLists)
    .option(
      '--body <body>',
      say('只出一套：village 村、community 社区、both 两套', 'village, community or both'),
      choiceOption('--body', ['village', 'community', 'both'] as const),
      'both',
    )
    .option(
      '--what <what>',
      say('出什么：boards 公示牌、directory 事项目录、all 都出', 'boards, directory or all'),
      choiceOption('--what', WHAT),
      'all',
    )
    .option(
      '--format <name>',
      say(
        '格式，可重复：html、docx、md、csv（默认全部；公示牌有 html、docx，目录有 html、md、csv）',
        'html, docx, md, csv; repeatable (default: all that apply)',
      ),
      (value: string, all: PublishFormat[]) => [...all, format(value)],
      [],
    )
    .option(
      '--as-of <date>',
      say('公示哪一天有效的事项（默认今天）', 'items listed on this day'),
      dateOption('--as-of'),
    )
    .option('-o, --output <dir>', say('写到这个文件夹', 'folder to write into'), '公示');
  examples(command, io.lang, [
    ['qingdan lists publish', say('两套公示牌和全部目录，写到“公示”文件夹', 'everything, into a folder')],
    [
      'qingdan lists publish --what boards --body village -o 上墙',
      say('只出村的公示牌（A3 横排，网页和 Word）', 'only the board of the village'),
    ],
    ['qingdan lists publish --what directory --format csv', say('只出目录，表格', 'only the directory as a table')],
  ]);
  command.action(async (raw: Raw) => io.exit(await run(raw, io)));
}

async function run(raw: Raw, io: Io): Promise<number> {
  const library = namedLibrary(raw.lists);
  const asOf = raw.asOf ?? io.today();
  const bodies = raw.body === 'both' ? BODIES : [raw.body];
  const all = published(library, asOf, bodies, io.lang);
  const files = [
    ...(raw.what === 'directory' ? [] : await boards(all, bodies, asOf, wants(raw.format), io.lang)),
    ...(raw.what === 'boards' ? [] : directory(all, wants(raw.format), io.lang)),
  ];
  if (files.length === 0)
    throw new UserError(
      'nothing-to-publish',
      null,
      `${raw.what === 'boards' ? '公示牌' : '目录'}没有 ${raw.format.join('、')} 格式`,
      raw.what === 'boards' ? '公示牌有 html、docx' : '目录有 html、md、csv',
    );
  const paths: string[] = [];
  try {
    await mkdir(raw.output, { recursive: true });
    for (const { name, content } of files) {
      const path = join(raw.output, name);
      await writeFile(path, content);
      paths.push(path);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError('cannot-write', raw.output, `写不进去（${code ?? message}）`, '请检查目录、权限和磁盘空间');
  }
  await io.out(paths.map((path) => `${path}\n`).join(''));
  return 0;
}

/** Every format when none is asked for. */
const wants =
  (formats: readonly PublishFormat[]) =>
  (one: PublishFormat): boolean =>
    formats.length === 0 || formats.includes(one);

interface PublishedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

async function boards(
  all: Published,
  bodies: readonly Body[],
  asOf: string,
  wanted: (format: PublishFormat) => boolean,
  lang: Lang,
): Promise<PublishedFile[]> {
  const { words } = all;
  const files: PublishedFile[] = [];
  for (const body of bodies) {
    const name = words.files.board(words.body[body]);
    if (wanted('html')) files.push({ name: `${name}.html`, content: boardHtml(all, body, lang) });
    if (wanted('docx')) {
      const { boardDocx } = await import('../publish/board-docx.ts');
      files.push({ name: `${name}.docx`, content: await boardDocx(all, body, asOf) });
    }
  }
  return files;
}

function directory(all: Published, wanted: (format: PublishFormat) => boolean, lang: Lang): PublishedFile[] {
  const name = all.words.files.directory;
  return [
    ...(wanted('html') ? [{ name: `${name}.html`, content: directoryHtml(all, lang) }] : []),
    ...(wanted('md') ? [{ name: `${name}.md`, content: directoryMd(all) }] : []),
    ...(wanted('csv') ? [{ name: `${name}.csv`, content: directoryCsv(all) }] : []),
  ];
}
