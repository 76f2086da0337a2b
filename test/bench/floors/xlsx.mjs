// The floor of every run over a workbook: the chosen reader alone.
import { readFileSync } from 'node:fs';
import { read } from '@e965/xlsx';

const book = read(readFileSync(process.argv[2]), { dense: true, cellText: false, cellHTML: false, cellFormula: false });
if (book.SheetNames.length === 0) process.exitCode = 1;
