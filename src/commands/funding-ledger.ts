/** --funding FILE: the funding ledger, as CSV or workbook, 元 and 万元 made one. */
import { UserError } from '../errors.ts';
import { parseAmount } from '../funding/amount.ts';
import { type FundingEntry, type FundingLedger, fundingLedger } from '../funding/judge.ts';
import type { Body, ColumnSynonyms, LayoutWord, Library } from '../types.ts';
import { readSideTable, type SideRecord } from './side-table.ts';

const FIELDS: readonly LayoutWord[] = [
  'ledger-item',
  'ledger-department',
  'ledger-body',
  'ledger-from',
  'ledger-until',
  'ledger-period',
  'ledger-standard',
  'ledger-amount',
  'ledger-count',
  'ledger-payer',
];

/**
 * Reads the ledger: department, item (id or name), body, period, standard or amount, number of villages.
 * What an item needs is standard × number; what it has is the amount.
 * @throws UserError for a table without the columns, or a sum or date that cannot be read
 */
export async function readFundingLedger(path: string, library: Library): Promise<FundingLedger> {
  const records = await readSideTable(path, library.columns, FIELDS, ['ledger-item']);
  const ids = new Map(library.items.map((item) => [item.id, item]));
  const entries = records
    .filter((record) => record.get('ledger-item') !== '')
    .map((record): FundingEntry => {
      const said = record.get('ledger-item');
      const item = ids.get(said.toUpperCase());
      const standard = money(record, 'ledger-standard');
      const amount = money(record, 'ledger-amount');
      const count = number(record, 'ledger-count');
      const { from, until } = period(record);
      return {
        unit: record.get('ledger-department') || null,
        body: bodyOf(record.get('ledger-body'), library.columns),
        matter: item ? item.title : said,
        item: item?.id ?? null,
        payer: record.get('ledger-payer') || record.get('ledger-department') || null,
        amount: amount ?? (standard !== null && count !== null ? standard * count : standard),
        need: standard !== null && count !== null ? standard * count : null,
        from,
        until,
      };
    });
  return fundingLedger(entries);
}

const UNIT_OF_HEADER = /万元|元/;

/** Sums in yuan; a bare figure under a header that says 万元 counts in 万元. */
function money(record: SideRecord, field: LayoutWord): number | null {
  const text = record.get(field);
  if (text === '' || /^[-—/无]+$/.test(text)) return null;
  const sum = parseAmount(text);
  if (!sum) throw new UserError('bad-sum', record.place(field), `金额看不懂：${text}`, '写成 2000元 或 0.2万元');
  return sum.yuan ?? sum.value * (UNIT_OF_HEADER.exec(record.header(field))?.[0] === '万元' ? 10_000 : 1);
}

function number(record: SideRecord, field: LayoutWord): number | null {
  const text = record.get(field).replace(/[个村社区\s]/g, '');
  if (text === '') return null;
  if (!/^\d+$/.test(text)) throw new UserError('bad-count', record.place(field), `数量看不懂：${text}`, '写成整数');
  return Number(text);
}

function bodyOf(text: string, columns: readonly ColumnSynonyms[]): Body | null {
  const names = (body: Body): boolean =>
    columns.some((one) => one.field === body && one.names.some((name) => text.includes(name)));
  const village = names('village') || /^村/.test(text);
  const community = names('community') || /^社区/.test(text);
  if (village === community) return null;
  return village ? 'village' : 'community';
}

/** 2026年 · 2026-01-01至2026-12-31 · 2026年1月—2027年6月, or the two columns; inclusive. */
function period(record: SideRecord): { from: string | null; until: string | null } {
  const from = record.get('ledger-from');
  const until = record.get('ledger-until');
  if (from !== '' || until !== '')
    return { from: day(record, 'ledger-from', 'first'), until: day(record, 'ledger-until', 'last') };
  const text = record.get('ledger-period');
  if (text === '') return { from: null, until: null };
  const dates = [...text.matchAll(/(\d{4})(?:\s*[-年./]\s*(\d{1,2})(?:\s*[-月./]\s*(\d{1,2}))?)?/g)];
  const [first] = dates;
  const last = dates.at(-1);
  if (!first || !last)
    throw new UserError(
      'bad-period',
      record.place('ledger-period'),
      `期间看不懂：${text}`,
      '写成 2026年 或 2026-01-01至2026-12-31',
    );
  return { from: iso(first, 'first'), until: iso(last, 'last') };
}

function day(record: SideRecord, field: LayoutWord, edge: 'first' | 'last'): string | null {
  const text = record.get(field);
  if (text === '') return null;
  const date = /(\d{4})(?:\s*[-年./]\s*(\d{1,2})(?:\s*[-月./]\s*(\d{1,2}))?)?/.exec(text);
  if (!date) throw new UserError('bad-period', record.place(field), `日期看不懂：${text}`, '写成 2026-01-01');
  return iso(date, edge);
}

const two = (value: number): string => String(value).padStart(2, '0');

function iso(date: RegExpMatchArray, edge: 'first' | 'last'): string {
  const year = Number(date[1]);
  const month = date[2] ? Number(date[2]) : edge === 'first' ? 1 : 12;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const dayOfMonth = date[3] ? Number(date[3]) : edge === 'first' ? 1 : lastDay;
  return `${year}-${two(month)}-${two(dayOfMonth)}`;
}
