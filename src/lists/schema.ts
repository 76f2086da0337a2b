/** What a list file may contain, checked by JSON Schema; faults in the words of the person who edits the file. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { describe, keyOf, missing, nameOf, nearest, type Schema } from './words.ts';
import { type ListFault, pointerKey, type YamlFile } from './yaml.ts';

/** What a list file is, told by where it stands. */
export const FILE_KINDS = [
  'edition',
  'list',
  'register',
  'lexicon',
  'funding',
  'basis',
  'concepts',
  'columns',
  'decision',
  'waivers',
  'config',
  'policy',
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Where a schema lies; also the source for the validators that the build compiles. */
export function schemaUrl(kind: FileKind): URL {
  return new URL(`../../lists/schema/${kind}.schema.json`, import.meta.url);
}

/** Options of the validator, shared by the compilation at build time and at run time. */
export const AJV_OPTIONS = {
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  strictRequired: false,
  keywords: ['x-expect', 'x-any', 'x-quoted'],
} as const;

/** A compiled schema, and the schema itself for the words of messages. */
interface Checker {
  readonly validate: ValidateFunction;
  readonly schema: Schema;
}
export type Checkers = (kind: FileKind) => Checker;

const load = createRequire(import.meta.url);

/** Validators that the build has compiled into a module at `path`. */
export function compiledCheckers(path: string): Checkers {
  const module = load(path) as Record<FileKind, ValidateFunction> & { schemas: Record<FileKind, Schema> };
  return (kind) => ({ validate: module[kind], schema: module.schemas[kind] });
}

/** Validators compiled here and now, each on first use. */
function sourceCheckers(): Checkers {
  const { Ajv } = load('ajv') as typeof import('ajv');
  const ajv = new Ajv({ ...AJV_OPTIONS, keywords: [...AJV_OPTIONS.keywords] });
  const made = new Map<FileKind, Checker>();
  return (kind) => {
    const known = made.get(kind);
    if (known) return known;
    const schema = JSON.parse(readFileSync(schemaUrl(kind), 'utf8')) as Schema;
    const checker = { validate: ajv.compile(schema as object), schema };
    made.set(kind, checker);
    return checker;
  };
}

let checkers: Checkers | undefined;

/** Those of the build when they lie beside the program, else from the sources. */
function defaultCheckers(): Checkers {
  const ahead = fileURLToPath(new URL('./lists-validators.cjs', import.meta.url));
  checkers ??= existsSync(ahead) ? compiledCheckers(ahead) : sourceCheckers();
  return checkers;
}

/**
 * Check one parsed file against the schema of its kind.
 * @returns faults in the order of the file, none when it is fine; a file with faults of YAML is not looked at
 */
export function checkSchema(kind: FileKind, file: YamlFile, from: Checkers = defaultCheckers()): ListFault[] {
  if (file.faults.length > 0) return [];
  const { validate, schema } = from(kind);
  validate(file.value);
  const errors = (validate.errors ?? []).filter((error) => !echo(error, validate.errors ?? []));
  const faults = errors.filter((error) => error.keyword !== 'required').map((error) => describe(error, file));
  faults.push(...missing(errors, file));
  if (errors.length === 0) faults.push(...unquoted(file, schema, '', file.value));
  return faults.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}

/** The branches of an anyOf, and a second word on the same value, say nothing that the first has not said. */
function echo(error: ErrorObject, all: readonly ErrorObject[]): boolean {
  if (error.schemaPath.includes('/anyOf/')) return true;
  // a key with a slip of the finger is one fault, not two
  if (error.keyword === 'required') {
    const keys = Object.keys((error.parentSchema as Schema).properties ?? {});
    return all.some(
      ({ keyword, instancePath, params }) =>
        keyword === 'additionalProperties' &&
        instancePath === error.instancePath &&
        nearest(params.additionalProperty, keys) === error.params.missingProperty,
    );
  }
  if (error.keyword === 'anyOf') {
    return all.some((other) => other.instancePath === error.instancePath && other.keyword === 'type');
  }
  return all.some(
    (other) =>
      other !== error &&
      other.instancePath === error.instancePath &&
      ['type', 'enum', 'const'].includes(other.keyword) &&
      (other.keyword === 'type' ? error.keyword !== 'type' : error.keyword === 'pattern'),
  );
}

/** Ids must be written in quotes: the schema sees values only, so this walks schema and value side by side. */
function unquoted(file: YamlFile, schema: Schema, pointer: string, value: unknown): ListFault[] {
  if (Array.isArray(value)) {
    return schema.items ? value.flatMap((one, i) => unquoted(file, schema.items!, `${pointer}/${i}`, one)) : [];
  }
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, one]) => {
      const inner = schema.properties?.[key];
      return inner === undefined ? [] : unquoted(file, inner, `${pointer}/${pointerKey(key)}`, one);
    });
  }
  if (!schema['x-quoted'] || file.quoted(pointer)) return [];
  const key = keyOf(pointer);
  return [
    {
      code: 'schema-unquoted',
      place: file.place(pointer),
      fault: `${nameOf(key, schema)}没有加引号`,
      hint: `请写成 ${key}: "${value}"`,
    },
  ];
}
