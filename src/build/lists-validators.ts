/** JSON Schemas of the list files → one CommonJS module of validators: no compilation, and no ajv, at run time. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { AJV_OPTIONS, FILE_KINDS, schemaUrl } from '../lists/schema.ts';

/** The text of the module; its exports are named after the kinds of file, `schemas` holds the schemas. */
export async function buildValidators(): Promise<string> {
  const ajv = new Ajv({ ...AJV_OPTIONS, keywords: [...AJV_OPTIONS.keywords], code: { source: true } });
  const names: Record<string, string> = {};
  const schemas: Record<string, object> = {};
  for (const kind of FILE_KINDS) {
    schemas[kind] = JSON.parse(readFileSync(schemaUrl(kind), 'utf8'));
    ajv.addSchema(schemas[kind]!, kind);
    names[kind] = kind;
  }
  const code = `${standalone.default(ajv, names)}\nexports.schemas = ${JSON.stringify(schemas)};`;
  // ajv's own output asks for ajv at run time (ucs2length): bundled, the module stands alone
  const result = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  return result.outputFiles[0]!.text;
}
