/** Faults of a schema in the words of the person who edits the file: what is wrong, what is allowed, a valid example. */
import type { ErrorObject } from 'ajv';
import { printable } from '../text.ts';
import { type ListFault, pointerKey, type YamlFile } from './yaml.ts';

/** The parts of a JSON Schema that messages are made of. Keys that begin with x- are ours. */
export interface Schema {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  /** what a pattern asks for, in words */
  readonly 'x-expect'?: string;
  /** what an anyOf over required keys asks for, in words */
  readonly 'x-any'?: string;
  /** the value must stand in quotes, so that no other YAML tool takes it for something else */
  readonly 'x-quoted'?: boolean;
}

/** One error of the validator → one fault. */
export function describe(error: ErrorObject, file: YamlFile): ListFault {
  const schema = (error.parentSchema ?? {}) as Schema;
  const key = keyOf(error.instancePath);
  const value = quote(error.data);
  const name = nameOf(key, schema) + (/\/\d+$/.test(error.instancePath) && !schema.title ? ' 里的一条' : '');
  const place = file.place(error.instancePath);
  const fault = (code: string, text: string, hint: string, where = place): ListFault => ({
    code: `schema-${code}`,
    place: where,
    fault: text,
    hint,
  });
  switch (error.keyword) {
    case 'additionalProperties': {
      const unknown = error.params.additionalProperty as string;
      const allowed = Object.keys(schema.properties ?? {});
      const near = nearest(unknown, allowed);
      const wanted = near === null ? {} : (schema.properties?.[near] ?? {});
      return fault(
        'unknown-key',
        `不认识的键“${printable(unknown)}”`,
        near === null
          ? `这里可以写 ${allowed.join('、')}`
          : `是不是 ${nameOf(near, wanted)}？例如 ${sample(near, wanted)}`,
        file.keyPlace(`${error.instancePath}/${pointerKey(unknown)}`),
      );
    }
    case 'enum':
      return fault(
        'value',
        `${name}的值 ${value} 不在允许之列`,
        `可以写 ${choices(schema.enum ?? [])}；例如 ${sample(key, schema)}`,
      );
    case 'const':
      return fault('value', `${name}应为 ${schema.const}，写的是 ${value}`, `请写成 ${sample(key, schema)}`);
    case 'type':
      if (error.instancePath === '' && error.data === null)
        return fault('empty', '文件是空的', '请填写，或删去这个文件');
      return fault(
        'type',
        `${name}应为${typeNames(schema)}，写的是${typeOf(error.data)} ${value}`,
        typeHint(error, key),
      );
    case 'pattern':
      return fault(
        'value',
        `${name}的值 ${value} 写法不对`,
        `应为${schema['x-expect'] ?? error.params.pattern}；例如 ${sample(key, schema)}`,
      );
    case 'minimum':
    case 'maximum':
      return fault(
        'value',
        `${name}应不${error.keyword === 'minimum' ? '小于' : '大于'} ${error.params.limit}，写的是 ${value}`,
        `例如 ${sample(key, schema)}`,
      );
    case 'minLength':
      return fault('empty', `${name}是空的`, `请填写，例如 ${sample(key, schema)}`);
    case 'minItems':
      return fault('empty', `${name}至少要 ${error.params.limit} 条`, `例如 ${sample(key, schema)}`);
    case 'uniqueItems': {
      const again = error.params.i as number;
      const twice = quote((error.data as unknown[])[again]);
      return fault(
        'repeated',
        `${name}里 ${twice} 写了两次`,
        '请删去一个',
        file.place(`${error.instancePath}/${again}`),
      );
    }
    case 'anyOf':
      return fault(
        'missing',
        schema['x-any'] ?? '内容不全',
        schema.examples === undefined ? '请补上一个' : `例如 ${inline(schema.examples[0])}`,
      );
    default:
      return fault('value', `${name}的值 ${value} 不合要求（${error.keyword}）`, `例如 ${sample(key, schema)}`);
  }
}

/** All keys that one map lacks, as one fault. */
export function missing(errors: readonly ErrorObject[], file: YamlFile): ListFault[] {
  const maps = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    if (error.keyword !== 'required') continue;
    maps.set(error.instancePath, [...(maps.get(error.instancePath) ?? []), error]);
  }
  return [...maps].map(([pointer, lacking]) => {
    const { properties = {} } = lacking[0]!.parentSchema as Schema;
    const keys = lacking.map((error) => error.params.missingProperty as string);
    const names = keys.slice(0, 3).map((key) => nameOf(key, properties[key] ?? {}));
    return {
      code: 'schema-missing',
      place: file.place(pointer),
      fault: `缺少 ${names.join('、')}${keys.length > 3 ? ` 等 ${keys.length} 项` : ''}`,
      hint: `请补上，例如 ${sample(keys[0]!, properties[keys[0]!] ?? {})}`,
    };
  });
}

/** The last key of a pointer; numbers of list entries are passed over: /classes/0/terms/3 → terms. */
export function keyOf(pointer: string): string {
  const keys = pointer.split('/').filter((key) => key !== '' && !/^\d+$/.test(key));
  return (keys.at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}

export function nameOf(key: string, schema: Schema): string {
  if (key === '') return schema.title ?? '文件';
  return schema.title === undefined ? key : `${key}（${schema.title}）`;
}

/** A valid line: `article: 28`. */
function sample(key: string, schema: Schema): string {
  const [example] = schema.examples ?? [];
  return `${key}: ${example === undefined ? '…' : inline(example)}`;
}

/** A value as it is written in YAML on one line. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${key}: ${inline(one)}`)
      .join(', ')} }`;
  }
  // quotes where YAML or a person could take the text for something else: dates, numbers, ids, signs
  return typeof value === 'string' && !/^\p{L}[\p{L} （）、，。-]*$/u.test(value) ? `"${value}"` : String(value);
}

/** The values that are allowed; of a long list the beginning. */
function choices(values: readonly unknown[]): string {
  const shown = values.slice(0, 12).map(String).join('、');
  return values.length > 12 ? `${shown} 等 ${values.length} 种` : shown;
}

function quote(value: unknown): string {
  const text = printable(typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  integer: '整数',
  boolean: ' true 或 false',
  array: '列表',
  object: '一组键和值',
  null: ' null（未知）',
};

function typeNames(schema: Schema): string {
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return types.map((type) => TYPES[type] ?? type).join('或');
}

function typeOf(value: unknown): string {
  if (value === null) return '空值';
  return (TYPES[Array.isArray(value) ? 'array' : typeof value] ?? typeof value).trim();
}

function typeHint(error: ErrorObject, key: string): string {
  const schema = (error.parentSchema ?? {}) as Schema;
  const text = (typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])).includes('string');
  if (text && ['number', 'boolean'].includes(typeof error.data)) return `请加引号：${key}: "${error.data}"`;
  if (typeof error.data === 'string' && error.data.includes('：')) return '键后面要用半角冒号加空格，不用全角冒号';
  return `例如 ${sample(key, schema)}`;
}

/** The allowed key that is at most two slips of the finger away. */
export function nearest(word: string, allowed: readonly string[]): string | null {
  const distances = allowed.map((key) => [key, distance(word.toLowerCase(), key)] as const);
  const [best] = distances.sort((a, b) => a[1] - b[1]);
  return best !== undefined && best[1] <= Math.max(2, Math.floor(best[0].length / 3)) ? best[0] : null;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= Math.min(a.length, 64); i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
