/**
 * One self-contained page: summary, charts, and every row with its evidence and argument, to search, filter, sort and
 * print. It needs no network and executes nothing that came from a table: rows stand in a data block, the one script is
 * named by its hash in the content security policy and writes text only.
 */
import type { Report, ReportContext } from '../types.ts';
import type { Format } from './format.ts';
import { page } from './html/page.ts';

export const html: Format = {
  id: 'html',
  extension: 'html',
  binary: false,
  title: { zh: '网页（一个文件，不用联网）', en: 'a web page (one file, no network)' },
  render: (report: Report, context: ReportContext) => page(report, context),
};
