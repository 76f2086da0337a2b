/** All report formats. A new one is a file and a line here. */
import type { Format } from './format.ts';

/** id → loader: a run loads only the formats it writes. */
export const FORMATS: Readonly<Record<string, () => Promise<Format>>> = {
  table: async () => (await import('./table.ts')).table,
  json: async () => (await import('./json.ts')).json,
  jsonl: async () => (await import('./jsonl.ts')).jsonl,
  csv: async () => (await import('./csv.ts')).csv,
  xlsx: async () => (await import('./xlsx.ts')).xlsx,
  md: async () => (await import('./md.ts')).md,
  html: async () => (await import('./html.ts')).html,
  docx: async () => (await import('./docx.ts')).docx,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  junit: async () => (await import('./junit.ts')).junit,
};
