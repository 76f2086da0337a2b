/** The wide register: facts on all national instruments, two tables that are read only when a row cites something. */
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { BODIES, type Instrument, type Mention, type WideFacts } from '../types.ts';

const INSTRUMENTS = 'register/wide/instruments.tsv';
const MENTIONS = 'register/wide/mentions.tsv';

const INSTRUMENT_COLUMNS = [
  'title',
  'short_title',
  'aliases',
  'kind',
  'issuer',
  'adopted',
  'version',
  'effective',
  'articles',
  'status',
  'repealed_on',
  'replaced_by',
  'note',
] as const;
const MENTION_COLUMNS = ['instrument', 'article', 'paragraph', 'bodies', 'role', 'edition', 'text'] as const;

const STATES = ['in-force', 'repealed', 'not-yet', ''];
const ROLES = ['duty', 'assist', 'may', 'forbidden', 'right', 'other'];
const MENTIONED = ['village', 'community', 'both'];

/** A file of the library, as read from the disk. */
interface WideFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/**
 * Both tables. Lists of one's own may do without: instruments outside instruments.yaml are then simply not known.
 * A title stands twice when a revision is adopted but not yet in force.
 * @throws UserError with the line of the first cell that is not what its column allows
 */
export function loadWide(files: readonly WideFile[], dir: string): WideFacts {
  const text = (path: string): string => files.find((file) => file.path === path)?.bytes.toString('utf8') ?? '';
  return {
    instruments: records(text(INSTRUMENTS), join(dir, INSTRUMENTS), INSTRUMENT_COLUMNS).map(
      ({ cells, expect }): Instrument => {
        expect('status', STATES);
        expect('articles', /^\d*$/);
        for (const column of ['adopted', 'version', 'effective', 'repealed_on'] as const) {
          expect(column, /^(\d{4}-\d{2}-\d{2})?$/);
        }
        return {
          title: cells.title,
          shortTitle: cells.short_title || cells.title.replace(/^中华人民共和国/, ''),
          aliases: cells.aliases === '' ? [] : cells.aliases.split('|'),
          group: cells.kind === '部门规章' ? 'ministry' : cells.kind === '地方政府规章' ? 'local' : 'national',
          issuer: cells.issuer || null,
          number: null,
          adopted: cells.adopted || null,
          version: cells.version || cells.adopted || null,
          effective: cells.effective || null,
          repealedOn: cells.repealed_on || null,
          status: (cells.status || null) as Instrument['status'],
          replacedBy: cells.replaced_by || null,
          articles: cells.articles === '' ? null : Number(cells.articles),
          note: cells.note || null,
        };
      },
    ),
    mentions: records(text(MENTIONS), join(dir, MENTIONS), MENTION_COLUMNS).map(({ cells, expect }): Mention => {
      expect('article', /^\d+$/);
      expect('paragraph', /^\d*$/);
      expect('bodies', MENTIONED);
      expect('role', ROLES);
      return {
        instrument: cells.instrument,
        article: Number(cells.article),
        paragraph: cells.paragraph === '' ? null : Number(cells.paragraph),
        bodies: cells.bodies === 'both' ? BODIES : BODIES.filter((body) => body === cells.bodies),
        role: cells.role as Mention['role'],
        text: cells.text,
        edition: cells.edition || null,
      };
    }),
  };
}

interface TableRecord<Column extends string> {
  readonly cells: Readonly<Record<Column, string>>;
  /** throws when the cell of a column is not one of the values, or does not match */
  expect(column: Column, allowed: readonly string[] | RegExp): void;
}

/** Rows of a tab-separated table: `#` lines are comments, the first other line names the columns. */
function records<Column extends string>(text: string, path: string, columns: readonly Column[]): TableRecord<Column>[] {
  const rows: TableRecord<Column>[] = [];
  let header: readonly string[] | null = null;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const values = line.split('\t');
    const fail = (column: number, fault: string, hint: string): never => {
      throw new UserError('wide-table', { file: path, line: index + 1, column: column + 1 }, fault, hint);
    };
    if (header === null) {
      header = values;
      if (values.join() !== columns.join()) fail(0, `表头应为 ${columns.join('、')}`, '请按此写表头，各栏以制表符分隔');
      continue;
    }
    if (values.length !== columns.length) {
      fail(0, `这一行有 ${values.length} 栏，应为 ${columns.length} 栏`, '各栏以制表符分隔，空栏也要留制表符');
    }
    const cells = Object.fromEntries(columns.map((column, i) => [column, values[i]!])) as Record<Column, string>;
    rows.push({
      cells,
      expect(column, allowed) {
        const value = cells[column];
        const fits = Array.isArray(allowed) ? allowed.includes(value) : (allowed as RegExp).test(value);
        const start = values.slice(0, columns.indexOf(column)).join('\t').length;
        if (!fits) fail(start, `${column} 一栏的“${value}”不合要求`, '请对照表头上方的说明改正');
      },
    });
  }
  return rows;
}
