/** `qingdan lists test`: the examples of the lists through the real engine. */
import { testLists } from '../govern/lists-test.ts';
import type { Library } from '../types.ts';

export interface ListsTestOptions {
  readonly asOf: string;
  /** per cent of items that must have two hits and two misses, null = not asked */
  readonly coverage: number | null;
  /** also name terms that no example needs */
  readonly dead: boolean;
  /** only concepts or files whose name contains this */
  readonly only: string | null;
}

/** Prints failures and totals to `out`; exit code 0 when everything holds, 1 otherwise. */
export function listsTest(library: Library, options: ListsTestOptions, out: (line: string) => void): number {
  const result = testLists(library, { asOf: options.asOf, dead: options.dead });
  const wanted = (text: string): boolean => options.only === null || text.includes(options.only);
  const failures = result.failures.filter((one) => wanted(one.concept) || wanted(one.place.file));
  for (const one of failures)
    out(
      `${one.place.file}:${one.place.line}:${one.place.column}: ${one.concept}（${one.body}）的${one.expected === 'hit' ? '正例' : '反例'}未通过：「${one.text}」判为 ${one.got}${one.why ? `，凭“${one.why}”` : ''}`,
    );
  for (const id of result.uncovered.filter(wanted)) out(`${id}: 正例或反例不足两条`);
  for (const one of result.dead.filter((term) => term.classes.some(wanted)))
    out(`多余的词“${one.term}”（${one.classes.join('、')}）：删去后没有任何例子的结论改变`);
  const covered = 1 - result.uncovered.length / Math.max(1, result.examples);
  out(
    `例子 ${result.examples} 条，未通过 ${result.failures.length} 条；词 ${result.terms} 个${options.dead ? `，多余 ${result.dead.length} 个` : ''}`,
  );
  const short = options.coverage !== null && result.uncovered.length > 0 && covered * 100 < options.coverage;
  return result.failures.length > 0 || short ? 1 : 0;
}
