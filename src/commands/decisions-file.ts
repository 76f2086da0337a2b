/** --decisions FILE: the report (CSV or workbook) in which a person filled the column 人工结论. */
import { type Decision, DecisionBook } from '../decisions.ts';
import { UserError } from '../errors.ts';
import { WORDS } from '../report/words.ts';
import { comparable } from '../text.ts';
import { type ColumnSynonyms, type Lang, type LayoutWord, VERDICTS, type Verdict } from '../types.ts';
import { readSideTable } from './side-table.ts';

const FIELDS: readonly LayoutWord[] = ['decision-key', 'decision', 'decision-reason', 'decision-office'];

/** What a person may write for a verdict: its id, its name in a report, or the beginning of that name. */
export function verdictNamed(said: string): Verdict | null {
  const plain = comparable(said).text.replace(/[→>].*$/, '');
  for (const verdict of VERDICTS) {
    if (plain === verdict) return verdict;
    for (const words of Object.values(WORDS))
      for (const name of [words.verdict[verdict], words.short[verdict]])
        if (comparable(name).text === plain) return verdict;
  }
  return null;
}

/**
 * @returns the rows in which the column is filled
 * @throws UserError for a table without the columns, or a word that is no verdict, with its cell
 */
export async function readDecisions(path: string, columns: readonly ColumnSynonyms[]): Promise<Decision[]> {
  const records = await readSideTable(path, columns, FIELDS, ['decision-key', 'decision']);
  return records
    .filter((record) => record.get('decision') !== '')
    .map((record) => {
      const verdict = verdictNamed(record.get('decision'));
      const names = VERDICTS.map((one) => WORDS.zh.verdict[one]).join('、');
      if (!verdict)
        throw new UserError(
          'bad-decision',
          record.place('decision'),
          `人工结论看不懂：${record.get('decision')}`,
          `可写：${names}`,
        );
      const key = record.get('decision-key');
      if (!/^[0-9a-f]{16}$/.test(key))
        throw new UserError('bad-key', record.place('decision-key'), '行标识不对', '请保留报告里“行标识”一列的原值');
      return { key, verdict, reason: record.get('decision-reason'), office: record.get('decision-office') };
    });
}

/** Ready to apply. */
export async function decisionBook(
  path: string,
  columns: readonly ColumnSynonyms[],
  lang: Lang,
): Promise<DecisionBook> {
  return new DecisionBook(await readDecisions(path, columns), lang);
}
