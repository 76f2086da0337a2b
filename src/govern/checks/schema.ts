/** 写法有误: files that cannot be read as what they are. The faults come from src/lists, which reads them. */
import type { CheckWords } from './check.ts';

export const SCHEMA: CheckWords = {
  id: 'schema',
  title: { zh: '写法有误', en: 'Schema' },
  why: {
    zh: '键名、类型、日期、缩进写错的文件读不出来，整套清单就不能用。',
    en: 'A file with wrong keys, types, dates or indentation cannot be read, and the lists cannot be used.',
  },
  severity: 'error',
};
